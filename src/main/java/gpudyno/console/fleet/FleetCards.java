package gpudyno.console.fleet;

import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Formats.Quantity;
import gpudyno.console.kit.StatCard;
import gpudyno.console.kit.StatCard.Verdict;
import gpudyno.console.kit.Status;
import gpudyno.model.fleet.FleetFigures;
import gpudyno.model.fleet.FleetNode;
import gpudyno.model.fleet.FleetNode.Condition;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;

/// The six figures of the whole fleet.
final class FleetCards extends GridPane {
    private static final double GAP = 12;
    /// In a window narrower than this the six stand in two rows.
    private static final double ROOMY = 1400;
    private static final double HIGH_MEMORY = 85;
    private static final double FULL_MEMORY = 95;

    private final StatCard connected = new StatCard("Connected");
    private final StatCard met = new StatCard("All targets met");
    private final StatCard p95 = new StatCard("p95, merged");
    private final StatCard throughput = new StatCard("Throughput");
    private final StatCard memory = new StatCard("GPU memory");
    private final StatCard power = new StatCard("Power");

    FleetCards() {
        setHgap(GAP);
        setVgap(GAP);
        setMinHeight(USE_PREF_SIZE);
        sceneProperty().flatMap(Scene::widthProperty).map(width -> width.doubleValue() < ROOMY).orElse(false).subscribe(this::arrange);
    }

    private void arrange(boolean narrow) {
        List<StatCard> cards = List.of(connected, met, p95, throughput, memory, power);
        int columns = narrow ? 3 : cards.size();
        getChildren().clear();
        getColumnConstraints().clear();
        for (int i = 0; i < columns; i++) {
            ColumnConstraints equal = new ColumnConstraints();
            equal.setPercentWidth(100.0 / columns);
            getColumnConstraints().add(equal);
        }
        for (int i = 0; i < cards.size(); i++) {
            add(cards.get(i), i % columns, i / columns);
        }
    }

    /// @param throughputs of the last minute in requests per second, oldest first; empty where no stream tells them
    void show(FleetPicture picture, double[] throughputs) {
        FleetFigures all = picture.figures();
        showConnected(picture);
        showMet(picture);
        showP95(picture);
        throughput.show(new Quantity(Formats.number(all.throughput()), "req/s"),
                Double.isNaN(all.heldRate()) ? "" : "held " + Formats.number(all.heldRate()),
                Double.isNaN(all.heldRate())
                        ? "no held rate is known yet"
                        : Formats.number(all.heldPercent(), 0) + " % of the held rate");
        if (throughputs.length > 1) {
            throughput.course(throughputs, Status.ACCENT);
        }
        showMemory(all);
        boolean kilo = all.power() >= 1000;
        power.show(
                new Quantity(Formats.number(kilo ? all.power() / 1000 : all.power()), Double.isNaN(all.power()) ? "" : kilo ? "kW" : "W"),
                Double.isNaN(all.powerLimit()) ? "" : "cap " + Formats.number(all.powerLimit() / 1000, 2) + " kW",
                Double.isNaN(all.power())
                        ? "no GPU tells its power"
                        : Double.isNaN(all.joulesPerRequest())
                                ? "no requests"
                                : Formats.number(all.joulesPerRequest()) + " J per request");
    }

    private void showConnected(FleetPicture picture) {
        long stale = count(picture, Condition.STALE);
        long lost = count(picture, Condition.OFFLINE);
        connected.show(new Quantity(Formats.count(picture.figures().connected()), "of " + picture.figures().nodes()), "",
                list(stale, "reconnecting", lost, "lost", "all answer"));
        connected.verdict(lost > 0
                ? Optional.of(new Verdict(Status.DANGER, lost + " lost"))
                : stale > 0 ? Optional.of(new Verdict(Status.WARNING, stale + " stale")) : Optional.empty());
    }

    private void showMet(FleetPicture picture) {
        FleetFigures all = picture.figures();
        int failing = all.judged() - all.allMet();
        met.show(new Quantity(Formats.count(all.allMet()), "of " + all.judged() + " judged"), "",
                list(count(picture, Condition.IDLE), "idle", count(picture, Condition.STALE) + count(picture, Condition.OFFLINE),
                        "not heard", "all are judged"));
        met.verdict(failing > 0
                ? Optional.of(new Verdict(Status.DANGER, failing + (failing == 1 ? " fails" : " fail")))
                : all.judged() > 0 ? Optional.of(new Verdict(Status.SUCCESS, "Pass")) : Optional.empty());
    }

    /// Judged only where all nodes are judged by the same profile.
    private void showP95(FleetPicture picture) {
        double value = picture.figures().p95();
        List<Profile> profiles = picture.nodes().stream().filter(FleetNode::isJudged).map(FleetNode::profile).distinct().toList();
        Optional<Target> target = profiles.size() == 1 ? profiles.getFirst().target(DerivedMeters.LATENCY_P95) : Optional.empty();
        p95.show(Double.isNaN(value) ? new Quantity(Formats.NONE, "") : Formats.quantity(value, "ms"), "",
                target.map(bound -> "target " + Formats.target(bound, "ms")).orElse(profiles.size() > 1 ? "targets differ" : "no target"));
        boolean judged = target.isPresent() && !Double.isNaN(value);
        boolean pass = judged && target.orElseThrow().isMetBy(value);
        p95.verdict(judged ? Optional.of(new Verdict(pass ? Status.SUCCESS : Status.DANGER, pass ? "Pass" : "Fail")) : Optional.empty());
        p95.course(picture.course(), !judged ? Status.NEUTRAL : pass ? Status.SUCCESS : Status.DANGER);
    }

    private void showMemory(FleetFigures all) {
        memory.show(Double.isNaN(all.memoryPercent())
                ? new Quantity(Formats.NONE, "")
                : new Quantity(Formats.number(all.memoryPercent(), 0), "%"), "",
                Double.isNaN(all.memoryTotal())
                        ? "no GPU is heard"
                        : Formats.bytes(all.memoryUsed()) + " of " + Formats.bytes(all.memoryTotal()));
        double worst = all.worstMemoryPercent();
        memory.verdict(Double.isNaN(worst)
                ? Optional.empty()
                : Optional.of(new Verdict(worst >= FULL_MEMORY ? Status.DANGER : worst >= HIGH_MEMORY ? Status.WARNING : Status.SUCCESS,
                        Formats.number(worst, 0) + " % max")));
    }

    private static long count(FleetPicture picture, Condition condition) {
        return picture.nodes().stream().filter(node -> node.condition() == condition).count();
    }

    private static String list(long first, String firstWord, long second, String secondWord, String none) {
        List<String> parts = new ArrayList<>();
        if (first > 0) {
            parts.add(first + " " + firstWord);
        }
        if (second > 0) {
            parts.add(second + " " + secondWord);
        }
        return parts.isEmpty() ? none : String.join(", ", parts);
    }
}
