package dev.preflight.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.preflight.node.Mention;
import dev.preflight.node.Mention.Kind;
import dev.preflight.node.Place;
import dev.preflight.node.Problem;
import dev.preflight.node.Problems;
import dev.preflight.node.ProblemsException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MembersTest {
    private static final String INVENTORY = """
            lone
            [web]
            web1 ansible_host=10.0.0.1
            web2
            [spare]
            [site:children]
            web
            """;

    private static Members members() throws ProblemsException {
        return InventoryLoader.parse("i.ini", INVENTORY).members();
    }

    private static List<String> problems(Members members, Mention... mentions) {
        Problems problems = new Problems();
        members.check(List.of(mentions), problems);
        return problems.all().stream().map(Problem::toString).toList();
    }

    private static Mention mention(Kind kind, String name, int line) {
        return new Mention(kind, name, new Place("p.yaml", line, 3));
    }

    @Test
    void whatTheInventoryHasIsNoProblem() throws ProblemsException {
        for (String group : List.of("all", "ungrouped", "web", "spare", "site")) {
            assertThat(problems(members(), mention(Kind.GROUP, group, 1)))
                    .as(group)
                    .isEmpty();
        }
        assertThat(problems(
                        members(),
                        mention(Kind.HOST, "web1", 1),
                        mention(Kind.HOST_OR_ADDRESS, "10.0.0.1", 2),
                        mention(Kind.HOST_OR_ADDRESS, "lone", 3)))
                .isEmpty();
    }

    @Test
    void everyNameThatItLacksIsAProblemWithItsPlaceAndTheNearest() throws ProblemsException {
        assertThat(problems(
                        members(),
                        mention(Kind.GROUP, "wbe", 1),
                        mention(Kind.HOST, "web3", 2),
                        mention(Kind.HOST, "10.0.0.1", 3),
                        mention(Kind.GROUP, "managers", 4)))
                .satisfiesExactly(
                        text -> assertThat(text)
                                .startsWith("p.yaml:1:3: the inventory has no group 'wbe'; did you mean 'web'?"),
                        text -> assertThat(text)
                                .startsWith("p.yaml:2:3: the inventory has no host 'web3'; did you mean 'web"),
                        text -> assertThat(text).startsWith("p.yaml:3:3: the inventory has no host '10.0.0.1'"),
                        text -> assertThat(text)
                                .startsWith("p.yaml:4:3: the inventory has no group 'managers'")
                                .contains("it has all, site, spare, ungrouped, web", "declare it so in the inventory"));
    }

    @Test
    void aGroupWithoutHostsIsKnownAndEmpty() throws ProblemsException {
        assertThat(members().anyIn(List.of("spare"))).isFalse();
        assertThat(members().anyIn(List.of("spare", "site"))).isTrue();
    }

    @Test
    void whereNotAllNamesAreKnownNothingIsSaidToBeMissing() throws ProblemsException {
        Members some = Members.among(InventoryLoader.parse("i.ini", INVENTORY).hosts());
        assertThat(problems(some, mention(Kind.GROUP, "managers", 1))).isEmpty();
    }

    @Test
    void namesOfHostsThatAListMadeByHandLacksAreAddedAndNothingElseIs() throws ProblemsException {
        Members hosts = Members.among(InventoryLoader.parse("i.ini", INVENTORY).hosts());
        Members empty = new Members(true, new TreeMap<>(Map.of("spare", 3)), new TreeSet<>(), new TreeSet<>());
        Members joined = empty.with(InventoryLoader.parse("i.ini", INVENTORY).hosts());
        assertThat(joined.whole()).isTrue();
        assertThat(joined.hosts()).isEqualTo(hosts.hosts());
        assertThat(joined.addresses()).isEqualTo(hosts.addresses());
        assertThat(joined.groups()).containsAllEntriesOf(hosts.groups()).containsEntry("spare", 3);
        assertThat(problems(joined, mention(Kind.GROUP, "no-such", 1))).hasSize(1);
    }

    @Test
    void theHintNamesNoMoreThanAFewOfManyHosts() throws ProblemsException {
        Members many = InventoryLoader.parse("i.ini", "node[0001:1000]\n").members();
        assertThat(problems(many, mention(Kind.HOST, "db", 1)))
                .singleElement()
                .satisfies(text ->
                        assertThat(text).contains("node0008 and 992 more").hasSizeLessThan(300));
    }
}
