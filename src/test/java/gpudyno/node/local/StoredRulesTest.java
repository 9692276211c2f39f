package gpudyno.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.alert.RuleStatus;
import gpudyno.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredRulesTest {
    private static final String RULE = "rules: [{id: own-rule, title: Own, group: own, condition: 'memory.percent > 99.0', severity: WARNING, on: true}]";

    @TempDir
    private Path folder;

    private static List<String> ids(LocalNode node) {
        return node.alerting().board().rules().stream().map(RuleStatus::rule).map(rule -> rule.id()).toList();
    }

    @Test
    void aRuleThatCannotBeWrittenIsNotInForce() throws Exception {
        try (LocalNode node = new LocalNode(folder, "node")) {
            List<String> before = ids(node);
            // Nothing can be moved over a folder that has something in it.
            Files.createDirectories(folder.resolve("alerts.yaml/in-the-way"));
            assertThatThrownBy(() -> node.alerting().importRules(RULE)).isInstanceOf(StoreException.class)
                    .hasMessageContaining("alerts.yaml");
            assertThat(ids(node)).isEqualTo(before);
            assertThat(folder).isDirectoryNotContaining(file -> file.toString().endsWith(".part"));
        }
    }

    @Test
    void savingARuleOpensTheFileToNobody() throws Exception {
        Path file = folder.resolve("alerts.yaml");
        try (LocalNode node = new LocalNode(folder, "node")) {
            node.alerting().importRules(RULE);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
            node.alerting().removeRule("own-rule");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("r--------");
            assertThat(file).content().doesNotContain("own-rule");
        }
    }
}
