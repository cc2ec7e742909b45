package dev.preflight.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.preflight.cli.Schemas;
import dev.preflight.inventory.Host;
import dev.preflight.node.ProblemsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
    private static final String SCHEMA = "hook-request-1.schema.json";
    private static final String FULL = """
            {
              "schemaVersion": 1,
              "hosts": [
                {"name": "db1", "address": "10.0.0.7", "port": 2222, "user": "ops", "keyFile": "/k",
                 "connection": "ssh", "become": true, "groups": ["db"]},
                {"name": "here", "connection": "local"}
              ],
              "limit": "db*", "profile": "container-host", "settings": {"install_user": "ops"},
              "set": ["umask-effective.required_file_mode=0640"], "only": ["umask-effective"], "skip": ["nic-link"],
              "deadlineSeconds": 120, "hostDeadlineSeconds": 30, "connectTimeoutSeconds": 5, "concurrency": 8,
              "failOn": "warning", "user": "root", "keyFile": "/root/key", "passwordFile": "/root/pw",
              "acceptNew": true, "knownHosts": ["/kh"], "sshConfig": "/sc", "saveEvidence": "/ev", "language": "zh"
            }
            """;

    private static ProblemsException refused(String json) {
        return catchThrowableOfType(ProblemsException.class, () -> RequestReader.read("request", json));
    }

    @Test
    void everyFieldArrives() throws ProblemsException {
        RunRequest request = RequestReader.read("request", FULL);
        assertThat(Schemas.problems(SCHEMA, FULL)).isEmpty();
        Host db = request.targets().hosts().get(0);
        assertThat(db.name() + " " + db.address() + " " + db.port()).isEqualTo("db1 10.0.0.7 2222");
        assertThat(db.user()).contains("ops");
        assertThat(db.keyFile()).contains("/k");
        assertThat(db.become().asked()).isTrue();
        assertThat(db.groups()).containsExactly("all", "db");
        assertThat(request.targets().hosts().get(1).connection()).isEqualTo(Host.Connection.LOCAL);
        assertThat(request.targets().limit().orElseThrow().pattern()).isEqualTo("db*");
        assertThat(request.profile().settings()).isPresent();
        assertThat(request.profile().sets()).containsExactly("umask-effective.required_file_mode=0640");
        assertThat(request.profile().only()).containsExactly("umask-effective");
        assertThat(request.profile().skip()).containsExactly("nic-link");
        assertThat(request.limits().deadline()).isEqualTo(Duration.ofMinutes(2));
        assertThat(request.limits().hostDeadline()).isEqualTo(Duration.ofSeconds(30));
        assertThat(request.login().connectTimeout()).contains(Duration.ofSeconds(5));
        assertThat(request.limits().concurrency()).hasValue(8);
        assertThat(request.profile().failOnWarning()).isTrue();
        assertThat(request.login().user()).contains("root");
        assertThat(request.login().keyFile()).contains(Path.of("/root/key"));
        assertThat(request.login().password().file()).contains(Path.of("/root/pw"));
        assertThat(request.login().acceptNew()).isTrue();
        assertThat(request.login().sshConfig()).contains(Path.of("/sc"));
        assertThat(request.login().knownHosts()).containsExactly(Path.of("/kh"));
        assertThat(request.saveEvidence()).contains(Path.of("/ev"));
        assertThat(request.language()).isEqualTo(Locale.CHINESE);
    }

    /** One thing wrong in each; reader and schema must agree. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{'schemaVersion': 1}",
                "{'hosts': [{'name': 'a'}]}",
                "{'schemaVersion': 2, 'hosts': [{'name': 'a'}]}",
                "{'schemaVersion': '1', 'hosts': [{'name': 'a'}]}",
                "{'schemaVersion': 1, 'hosts': []}",
                "{'schemaVersion': 1, 'hosts': {}}",
                "{'schemaVersion': 1, 'hosts': ['a']}",
                "{'schemaVersion': 1, 'hosts': [{}]}",
                "{'schemaVersion': 1, 'hosts': [{'name': ''}]}",
                "{'schemaVersion': 1, 'hosts': [{'name': null}]}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a', 'port': 0}]}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a', 'port': 65536}]}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a', 'port': '22'}]}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a', 'password': 'x'}]}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a', 'connection': 'telnet'}]}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a', 'become': 'yes'}]}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a', 'groups': 'g'}]}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a'}], 'profil': 'x'}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a'}], 'settings': []}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a'}], 'set': [1]}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a'}], 'deadlineSeconds': 0}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a'}], 'deadlineSeconds': 86401}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a'}], 'concurrency': 1025}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a'}], 'failOn': 'info'}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a'}], 'acceptNew': 1}",
                "{'schemaVersion': 1, 'inventory': []}",
                "{'schemaVersion': 1, 'inventory': [1]}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a'}], 'language': 'fr'}"
            })
    void readerAndSchemaRefuseTheSame(String text) {
        String json = text.replace('\'', '"');
        assertThatThrownBy(() -> RequestReader.read("request", json)).isInstanceOf(ProblemsException.class);
        assertThat(Schemas.problems(SCHEMA, json)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'schemaVersion': 1, 'inventory': 'hosts.ini'}",
                "{'schemaVersion': 1, 'inventory': ['a', 'b,']}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a', 'port': 1}]}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a', 'port': 65535}], 'deadlineSeconds': 1}",
                "{'schemaVersion': 1, 'hosts': [{'name': 'a'}], 'deadlineSeconds': 86400, 'concurrency': 1024}"
            })
    void readerAndSchemaTakeTheSame(String text) throws ProblemsException {
        String json = text.replace('\'', '"');
        assertThat(RequestReader.read("request", json)).isNotNull();
        assertThat(Schemas.problems(SCHEMA, json)).isEmpty();
    }

    @Test
    void everyMistakeIsNamedWithItsPlaceAndTheNearestWord() {
        ProblemsException e = refused("""
                {"schemaVersion": 1,
                 "hosts": [{"nam": "a"}, {"name": "b"}, {"name": "b"}],
                 "profil": "x",
                 "failOn": "warnin"}
                """);
        assertThat(e.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "request:2:12: the host has no name; give it one",
                        "request:2:13: unknown field of a host 'nam'; did you mean 'name'?",
                        "request:2:41: the host 'b' is named twice, first at request:2:26",
                        "request:3:2: unknown field 'profil'; did you mean 'profile'?",
                        "request:4:12: failOn: no such word 'warnin'; did you mean 'warning'?");
    }

    @Test
    void aPasswordShowsInNoProblem() {
        assertThat(refused("{\"schemaVersion\": 1, \"hosts\": [{\"name\": \"a\", \"password\": \"hunter2\"}]}"))
                .hasMessageContaining("passwordFile")
                .hasMessageNotContaining("hunter2");
    }
}
