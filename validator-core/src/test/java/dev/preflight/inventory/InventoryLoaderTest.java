package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryLoaderTest {
    @TempDir
    Path folder;

    private Path write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    @ParameterizedTest
    @CsvSource({
        "hosts, 'web1 x=1'",
        "hosts.yml, 'web1 x=1'",
        "hosts.yml, '[web]\nweb1 x=1'",
        "hosts.ini, '; note\nweb1 x=1'",
        "hosts, '\uFEFF[web]\r\nweb1 x=1\r\n'",
        "hosts, 'all:\n  hosts: {web1: {x: 1}}'",
        "hosts.ini, '---\nall: {hosts: {web1: {x: 1}}}'",
        "hosts, '# note\nweb: {hosts: {web1: {x: 1}}}'",
        "hosts.json, '{\"all\": {\"hosts\": {\"web1\": {\"x\": 1}}}}'"
    })
    void tellsYamlFromIniByTheText(String name, String text) throws Exception {
        if (name.endsWith(".yml") && !text.startsWith("[")) {
            assertThatThrownBy(() -> InventoryLoader.load(write(name, text)))
                    .hasMessageContaining("expected groups by name");
            return;
        }
        assertThat(InventoryLoader.load(write(name, text)).hosts())
                .singleElement()
                .satisfies(host -> assertThat(host.name()).isEqualTo("web1"))
                .satisfies(host -> assertThat(host.variables()).containsEntry("x", "1"));
    }

    @Test
    void saysWhyAFileCannotBeRead() throws Exception {
        Path file = write("hosts.ini", "web1\n");

        assertThatThrownBy(() -> InventoryLoader.load(folder.resolve("hosst.ini")))
                .hasMessage(folder.resolve("hosst.ini") + ": no such file; did you mean 'hosts.ini'?");
        Files.write(file, "web1\nweb\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> InventoryLoader.load(file)).hasMessageContaining("hosts.ini:2:4: not text in UTF-8");
        assertThatThrownBy(() -> InventoryLoader.load(folder.resolve("no/hosts")))
                .hasMessageContaining("no such file");
    }

    @Test
    void limitsTheSizeOfAFile() throws Exception {
        String head = "web1\n#";
        String most = head + "x".repeat(InventoryLoader.MAX_LENGTH - head.length());

        assertThat(InventoryLoader.load(write("most", most)).hosts()).hasSize(1);
        assertThatThrownBy(() -> InventoryLoader.load(write("more", most + "x")))
                .hasMessageContaining("longer than");
        assertThatThrownBy(() -> InventoryLoader.parse("more", most + "x")).hasMessageContaining("longer than");
    }
}
