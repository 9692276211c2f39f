package gpudyno.console.cost;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.kit.FxTest;
import gpudyno.model.cost.CostReport;
import gpudyno.node.demo.DemoCosts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.control.Labeled;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;

class KeyRowsTest extends FxTest {
    private List<String> words(CostReport report) {
        VBox shown = show(() -> new VBox(new KeyRows(report, new Money("USD"))));
        return on(() -> shown.lookupAll(".label").stream().map(label -> ((Labeled) label).getText()).toList());
    }

    private static CostReport with(CostReport of, List<CostReport.Share> keys) {
        return new CostReport(of.prices(), of.whole(), of.parts(), of.source(), of.perThousand(), of.perMillion(), of.joules(), of.carbon(),
                keys, of.models(), of.split(), of.savings());
    }

    @Test
    void theDearestKeysHaveARowEachAndTheRestOneTogether() {
        Instant noon = Instant.parse("2026-11-19T12:00:00Z");
        CostReport report = new DemoCosts(noon).report(noon.minus(Duration.ofHours(24)), noon);
        assertThat(report.keys()).extracting(CostReport.Share::name).containsExactlyInAnyOrder("search", "index");
        assertThat(words(report)).anyMatch(text -> text.startsWith("search: ")).anyMatch(text -> text.startsWith("index: "))
                .noneMatch(text -> text.contains("further"));
        List<CostReport.Share> nine = IntStream.range(0, 9).mapToObj(i -> new CostReport.Share("key-" + i, 9 - i, 10, 9.0 - i)).toList();
        assertThat(words(with(report, nine))).contains("key-0: 9 requests", "key-5: 4 requests", "3 further ones", "$6")
                .noneMatch(text -> text.startsWith("key-6"));
    }
}
