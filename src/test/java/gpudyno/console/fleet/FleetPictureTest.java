package gpudyno.console.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.console.fleet.FleetChoice.Filter;
import gpudyno.console.page.Heading;
import gpudyno.model.fleet.FleetNode;
import gpudyno.model.fleet.FleetNode.About;
import gpudyno.model.fleet.FleetNode.Alerts;
import gpudyno.model.fleet.FleetNode.Hardware;
import gpudyno.model.fleet.FleetNode.Link;
import gpudyno.model.fleet.FleetNode.Serving;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.model.target.Profiles;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FleetPictureTest {
    private static FleetNode node(String name, Map<String, String> labels, Link.State state) {
        return new FleetNode("https://" + name, name, labels, new About("0.1.0", "all-MiniLM-L6-v2", "L40S ×2", Double.NaN),
                new Link(state, Duration.ZERO, ""), Profiles.OPTION_2, Serving.NONE, Hardware.NONE, Alerts.NONE, new double[0]);
    }

    private static final List<FleetNode> NODES = List.of(node("fra-2", Map.of("site", "fra"), Link.State.CONNECTED),
            node("lab-1", Map.of("site", "lab"), Link.State.LOST), node("fra-1", Map.of("site", "fra"), Link.State.RECONNECTING),
            node("desk", Map.of(), Link.State.CONNECTED));

    private static List<String> keys(FleetChoice choice, Set<String> closed) {
        return FleetPicture.of(NODES, new double[0], choice, closed).lines().stream().map(FleetLine::key).toList();
    }

    @Test
    void groupsStandInTheOrderOfTheirValuesAndThoseWithoutOneLast() {
        assertThat(keys(FleetChoice.ALL.group("site"), Set.of())).containsExactly("site = fra", "https://fra-2", "https://fra-1",
                "site = lab", "https://lab-1", "site = none", "https://desk");
        assertThat(keys(FleetChoice.ALL.group("site"), Set.of("site = fra"))).startsWith("site = fra", "site = lab");
        assertThat(keys(FleetChoice.ALL.group("rack"), Set.of())).as("a label that no node has").hasSize(4);
    }

    @Test
    void filtersAndWordsNarrowTheListAndTheTotalsStayThoseOfAll() {
        FleetPicture away = FleetPicture.of(NODES, new double[0], FleetChoice.ALL.filter(Filter.NOT_REPORTING), Set.of());
        assertThat(away.lines()).extracting(FleetLine::key).containsExactly("https://lab-1", "https://fra-1");
        assertThat(away.counts()).containsEntry(Filter.ALL, 4).containsEntry(Filter.NOT_REPORTING, 2).containsEntry(Filter.IDLE, 2);
        assertThat(away.figures().nodes()).isEqualTo(4);
        assertThat(keys(FleetChoice.ALL.text("SITE=fra l40s"), Set.of())).containsExactly("https://fra-2", "https://fra-1");
        assertThat(keys(FleetChoice.ALL.text("tpu"), Set.of())).isEmpty();
    }

    @Test
    void theHeadingIsThatOfTheFleet() {
        Hardware two = new Hardware(2, 1L << 30, 96L << 30, Double.NaN, Double.NaN, Optional.empty(), "");
        FleetNode big = new FleetNode("https://lab-2", "lab-2", Map.of("site", "lab"), About.UNKNOWN,
                new Link(Link.State.CONNECTED, Duration.ZERO, ""), Profiles.OPTION_2, Serving.NONE, two, Alerts.NONE, new double[0]);
        List<FleetNode> all = Stream.concat(NODES.stream(), Stream.of(big)).toList();
        assertThat(FleetPicture.of(all, new double[0], FleetChoice.ALL.filter(Filter.IDLE), Set.of()).heading())
                .isEqualTo(new Heading("Fleet · 5 nodes", "2 GPUs · 2 sites · 96 GiB reporting", ""));
        assertThat(FleetPicture.of(NODES.subList(3, 4), new double[0], FleetChoice.ALL, Set.of()).heading())
                .isEqualTo(new Heading("Fleet · 1 node", "no GPUs", ""));
    }

    @Test
    void labelsThatAllNodesShareAreNotOffered() {
        assertThat(FleetPicture.of(NODES, new double[0], FleetChoice.ALL, Set.of()).labels()).containsExactly("site");
    }

    @Test
    void aFrameThatComesTwiceCountsOnceAndOldPartsAreForgotten() {
        NodeCourse course = new NodeCourse(Duration.ofSeconds(60));
        Instant now = Instant.ofEpochSecond(1_800_000_000);
        Frame slow = frame(now.minusSeconds(5), 400);
        course.add(slow);
        course.add(slow);
        course.add(frame(now.minusSeconds(500), 900));
        course.add(frame(now.minusSeconds(6), 20));
        double[] p95 = course.p95(now);
        assertThat(p95).hasSize(NodeCourse.POINTS);
        assertThat(p95[NodeCourse.POINTS - 3]).isBetween(396.0, 404.0);
        assertThat(p95[NodeCourse.POINTS - 1]).as("nothing was heard").isNaN();
        NodeCourse other = new NodeCourse(Duration.ofSeconds(60));
        other.add(frame(now.minusSeconds(5), 20));
        other.add(frame(now.minusSeconds(6), 20));
        // A quarter of the four is slow, and p95 is among them.
        assertThat(NodeCourse.merged(List.of(course, other), now)[NodeCourse.POINTS - 3]).isBetween(396.0, 404.0);
    }

    private static Frame frame(Instant start, double millis) {
        return new Frame(1, start, Duration.ofSeconds(1), Map.of(Meters.RESPONSE.series(), new Reading.Distribution(Histogram.of(millis))));
    }
}
