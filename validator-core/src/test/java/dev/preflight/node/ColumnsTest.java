package dev.preflight.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnsTest {
    @Test
    void linesEndAtSpacesAndAreAsWideAsAsked() {
        assertThat(Columns.wrap("one two three", 7)).containsExactly("one two", "three");
        assertThat(Columns.wrap("one two three", 6)).containsExactly("one", "two", "three");
        assertThat(Columns.wrap("", 7)).containsExactly("");
    }

    @Test
    void theFirstLineMayBeWider() {
        assertThat(Columns.wrap("one two three four", 13, 5)).containsExactly("one two three", "four");
    }

    @Test
    void aWordIsNeverCut() {
        assertThat(Columns.wrap("see /var/lib/containers/storage now", 10))
                .containsExactly("see", "/var/lib/containers/storage", "now");
    }

    @Test
    void chineseCharactersAreTwoColumnsAndMayEndALine() {
        assertThat(Columns.width("主机a")).isEqualTo(5);
        assertThat(Columns.wrap("主机上的文件", 6)).containsExactly("主机上", "的文件");
        assertThat(Columns.wrap("主机上，文件", 6)).as("no comma begins a line").containsExactly("主机", "上，文", "件");
    }

    @Test
    void whatBelongsTogetherStaysTogether() {
        assertThat(Columns.wrap("did you mean 'preflight checks'?", 20))
                .containsExactly("did you mean", "'preflight checks'?");
        assertThat(Columns.wrap("for 2 h 5 min", 12)).containsExactly("for 2 h", "5 min");
        assertThat(Columns.wrap("look with ausearch -m avc", 20)).containsExactly("look with", "ausearch -m avc");
        assertThat(Columns.wrap("run with --set settings.become=true.", 20))
                .containsExactly("run with", "--set settings.become=true.");
        assertThat(Columns.wrap("without a password (sudo -n)", 24)).containsExactly("without a password", "(sudo -n)");
    }

    @Test
    void anApostropheIsNoQuote() {
        assertThat(Columns.wrap("the hosts' files and the host's modes", 12))
                .containsExactly("the hosts'", "files and", "the host's", "modes");
    }
}
