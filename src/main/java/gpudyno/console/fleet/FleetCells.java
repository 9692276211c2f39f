package gpudyno.console.fleet;

import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Icons;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Sparkline;
import gpudyno.console.kit.Status;
import gpudyno.console.kit.TargetPips;
import gpudyno.model.fleet.FleetNode;
import gpudyno.model.fleet.FleetNode.Alerts;
import gpudyno.model.fleet.FleetNode.Link;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.JudgedWindow.Outcome;
import gpudyno.model.target.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// What stands in the cells of the table. A group has merged figures where its nodes have theirs.
final class FleetCells {
    private static final double BAR = 70;
    private static final double NEAR = 0.06;

    private FleetCells() {
    }

    static Node fold(FleetLine.Group group) {
        return Icons.of(group.open() ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT, 12);
    }

    static Node name(FleetLine line) {
        return switch (line) {
            case FleetLine.Group group -> row(6, Labels.mono(group.title()), Labels.muted("· " + group.figures().nodes()));
            case FleetLine.Row(int _, FleetNode node) -> {
                Label name = Labels.plain(node.name());
                name.setMinWidth(Region.USE_PREF_SIZE);
                HBox row = row(8, Icons.dot(7, status(node.link().state())), name, Labels.caption(hint(node)));
                Tooltip.install(row, new Tooltip(node.name() + "\n" + node.id() + node.labels().entrySet().stream().sorted(Map.Entry
                        .comparingByKey()).map(label -> "\n" + label.getKey() + " = " + label.getValue()).collect(Collectors.joining())));
                yield row;
            }
        };
    }

    private static String hint(FleetNode node) {
        return Stream.concat(Stream.of(node.about().gpus()), node.labels().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)).filter(word -> !word.isEmpty()).collect(Collectors.joining(" · "));
    }

    private static Status status(Link.State state) {
        return switch (state) {
            case CONNECTED -> Status.SUCCESS;
            case RECONNECTING -> Status.WARNING;
            case LOST -> Status.DANGER;
        };
    }

    static Node health(FleetLine line) {
        if (!(line instanceof FleetLine.Row(int _, FleetNode node))) {
            return row(0);
        }
        return switch (node.condition()) {
            case HEALTHY -> new Chip(Status.SUCCESS, "Healthy").dot();
            case AT_RISK -> new Chip(Status.WARNING, "At risk").dot();
            case THROTTLED -> new Chip(Status.WARNING, "Throttled").icon(Feather.THERMOMETER);
            case BREACHED -> new Chip(Status.DANGER, "Breached").dot();
            case IDLE -> new Chip(Status.NEUTRAL, "Idle").outline().dot();
            case STALE -> new Chip(Status.NEUTRAL, "Stale, " + Formats.span(node.link().age())).outline().dot();
            case OFFLINE -> new Chip(Status.NEUTRAL, "Offline").outline().icon(Feather.WIFI_OFF);
        };
    }

    /// Targets met, less what is missed: so that five of five stand above none of none.
    static double targetsMet(FleetNode node) {
        if (!node.link().isConnected()) {
            return Double.NaN;
        }
        List<Outcome> outcomes = node.outcomes();
        return count(outcomes, Outcome.MET) - count(outcomes, Outcome.MISSED);
    }

    static Node targets(FleetLine line) {
        return switch (line) {
            case FleetLine.Group group -> Labels.muted(group.figures().targetsJudged() == 0
                    ? ""
                    : group.figures().targetsMet() + " of " + group.figures().targetsJudged());
            case FleetLine.Row(int _, FleetNode node) -> {
                boolean judged = node.link().isConnected() && !node.isIdle();
                List<Outcome> outcomes = judged || node.condition() == FleetNode.Condition.BREACHED ? node.outcomes() : List.of();
                String words = !node.link().isConnected()
                        ? Formats.NONE
                        : node.profile().targets().isEmpty()
                                ? "no targets"
                                : outcomes.isEmpty() ? "idle" : count(outcomes, Outcome.MET) + " of " + outcomes.size();
                yield row(8, new TargetPips(node.profile().targets(), outcomes),
                        count(outcomes, Outcome.MISSED) > 0 ? danger(words) : Labels.muted(words));
            }
        };
    }

    private static long count(List<Outcome> outcomes, Outcome which) {
        return outcomes.stream().filter(which::equals).count();
    }

    static Node p95(FleetLine line) {
        return switch (line) {
            case FleetLine.Group group -> Labels.muted(Formats.number(group.figures().p95()));
            case FleetLine.Row(int _, FleetNode node) -> misses(node, DerivedMeters.LATENCY_P95)
                    ? danger(Formats.number(node.p95()))
                    : Labels.plain(Formats.number(node.p95()));
        };
    }

    private static boolean misses(FleetNode node, String meter) {
        return node.profile().target(meter).filter(target -> node.serving().window().judge(target) == Outcome.MISSED).isPresent();
    }

    static Node course(FleetLine line) {
        if (!(line instanceof FleetLine.Row(int _, FleetNode node))) {
            return Labels.muted("merged");
        }
        Sparkline course = new Sparkline(90, 18);
        Status status = !node.link().isConnected() || node.isIdle()
                ? Status.NEUTRAL
                : misses(node, DerivedMeters.LATENCY_P95)
                        ? Status.DANGER
                        : node.hardware().throttled().isEmpty() ? Status.SUCCESS : Status.WARNING;
        course.show(node.course(), status);
        return course;
    }

    static Node throughput(FleetLine line) {
        return switch (line) {
            case FleetLine.Group group -> Labels.muted(Formats.number(group.figures().throughput()));
            case FleetLine.Row(int _, FleetNode node) -> misses(node, DerivedMeters.THROUGHPUT)
                    ? danger(Formats.number(node.figure(DerivedMeters.THROUGHPUT)))
                    : Labels.plain(Formats.number(node.figure(DerivedMeters.THROUGHPUT)));
        };
    }

    /// What its last session found it to hold.
    static Node held(FleetLine line) {
        return switch (line) {
            case FleetLine.Group group ->
                Labels.muted(Double.isNaN(group.figures().heldRate()) ? "" : Formats.number(group.figures().heldRate()));
            case FleetLine.Row(int _, FleetNode node) -> Labels.plain(Formats.number(node.about().heldRate()));
        };
    }

    static Node memory(FleetLine line) {
        if (line instanceof FleetLine.Group group) {
            double percent = group.figures().memoryPercent();
            return Labels.muted(Double.isNaN(percent) ? "" : Formats.number(percent, 0) + " % of the group");
        }
        FleetNode node = ((FleetLine.Row) line).node();
        double percent = node.figure(DerivedMeters.MEMORY_PERCENT);
        if (Double.isNaN(percent)) {
            return Labels.muted(Formats.NONE);
        }
        Optional<Target> target = node.profile().target(DerivedMeters.MEMORY_PERCENT);
        Status status = !node.link().isConnected()
                ? Status.NEUTRAL
                : target.map(bound -> !bound.isMetBy(percent)
                        ? Status.DANGER
                        : bound.margin(percent) < NEAR * bound.bound() ? Status.WARNING : Status.SUCCESS).orElse(Status.ACCENT);
        MeterBar bar = new MeterBar(percent / 100, status);
        target.ifPresent(bound -> bar.tick(bound.bound() / 100));
        bar.setPrefWidth(BAR);
        bar.setMaxWidth(BAR);
        bar.setMinWidth(0);
        String words = Formats.number(percent, 0) + " %";
        Label figure = status == Status.DANGER ? danger(words) : Labels.plain(words);
        // In a narrow column the bar gives way, not the figure.
        figure.setMinWidth(Region.USE_PREF_SIZE);
        return row(8, bar, figure);
    }

    static Node busiest(FleetLine line) {
        if (!(line instanceof FleetLine.Row(int _, FleetNode node))) {
            return row(0);
        }
        return node.hardware().busiest().<Node>map(gpu -> {
            Label percent = Labels.strong(Formats.number(gpu.percent(), 0) + " %");
            percent.setMinWidth(Region.USE_PREF_SIZE);
            HBox row = row(6, Labels.muted(gpu.title()), percent);
            if (!node.hardware().throttled().isEmpty()) {
                row.getChildren().add(new Chip(Status.WARNING, node.hardware().throttled()).icon(Feather.THERMOMETER));
            }
            return row;
        }).orElse(Labels.muted(Formats.NONE));
    }

    static Node alerts(FleetLine line) {
        if (!(line instanceof FleetLine.Row(int _, FleetNode node))) {
            return row(0);
        }
        Alerts alerts = node.alerts();
        return alerts.count() == 0
                ? Labels.muted(Formats.NONE)
                : new Chip(alerts.critical() ? Status.DANGER : Status.WARNING, Integer.toString(alerts.count()));
    }

    static Node version(FleetLine line) {
        return line instanceof FleetLine.Row(int _, FleetNode node) ? Labels.muted(node.about().version()) : row(0);
    }

    static Node link(FleetLine line) {
        return switch (line) {
            case FleetLine.Group group -> Labels.muted(group.figures().connected() + " of " + group.figures().nodes());
            case FleetLine.Row(int _, FleetNode node) -> Labels.muted(node.link().words());
        };
    }

    private static Label danger(String words) {
        Label label = Labels.plain(words);
        label.getStyleClass().add("danger-words");
        return label;
    }

    private static HBox row(double gap, Node... parts) {
        HBox row = new HBox(gap, parts);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }
}
