package dev.preflight.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.ProblemsException;
import dev.preflight.testing.Corpus;
import dev.preflight.testing.Fuzz;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag(Fuzz.TAG)
class RequestReaderFuzzTest {
    private static final String FULL = """
            {"schemaVersion": 1,
             "hosts": [{"name": "db1", "address": "10.0.0.7", "port": 2222, "user": "ops", "keyFile": "/k",
                        "connection": "ssh", "become": true, "groups": ["db"]},
                       {"name": "here", "connection": "local"}],
             "limit": "db*", "profile": "container-host", "settings": {"install_user": "ops"},
             "set": ["umask-effective.required_file_mode=0640"], "only": ["umask-effective"], "skip": ["nic-link"],
             "deadlineSeconds": 120, "hostDeadlineSeconds": 30, "connectTimeoutSeconds": 5, "concurrency": 8,
             "failOn": "warning", "user": "root", "keyFile": "/root/key", "passwordFile": "/root/pw",
             "acceptNew": true, "knownHosts": ["/kh"], "sshConfig": "/sc", "saveEvidence": "/ev", "language": "zh"}
            """;

    @Test
    void anyTextIsARequestOrProblems() {
        Fuzz.of("hook-request")
                .inputs(80_000)
                .mayThrow(ProblemsException.class)
                .seeds(Corpus.texts(
                        FULL,
                        "{\"schemaVersion\":1,\"inventory\":\"hosts.ini\",\"becomePasswordFile\":\"p\"}",
                        "{\"schemaVersion\":1,\"hosts\":[{\"name\":\"h1\"}]}"))
                .words(
                        "\"hosts\":[]",
                        "\"schemaVersion\":1",
                        "\"password\":\"x\"",
                        "null",
                        "\\u0000",
                        "\\ud800",
                        "{}",
                        "[]")
                .words("\"name\":", "\"\"", "true", "-1", "1e3", "\"limit\":\"*a*a*a*a*a*b\"", "\"settings\":", "[[[[")
                .run(input -> {
                    RunRequest request = RequestReader.read("t", new String(input, StandardCharsets.UTF_8));
                    assertThat(request.targets().hosts().isEmpty()
                                    && request.targets().inventories().isEmpty())
                            .isFalse();
                });
    }
}
