package gpudyno.console.history;

import gpudyno.console.chart.FrameHistory;
import gpudyno.console.chart.Line;
import gpudyno.console.kit.AlertItem;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.SeriesColor;
import gpudyno.console.kit.Status;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.foresight.Incident;
import gpudyno.model.gpu.Cause;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunReport;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meters;
import gpudyno.model.node.Event;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionSummary;
import gpudyno.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a node keeps of a period.
///
/// @param entries in the order of their begin
/// @param p95 of the response time over the period
/// @param eventsFrom the oldest event that the node lists, where the period begins before it; null where the list covers the period
record Past(Instant from, Instant to, List<Entry> entries, Line p95, @Nullable Instant eventsFrom) {
    private static final int FRAMES = 400;
    /// The coarsest that a node keeps.
    private static final Duration COARSEST = Duration.ofMinutes(5);

    Past {
        entries = List.copyOf(entries);
    }

    /// Asks the node; blocks.
    ///
    /// @param from at most seven days before `to`, which is how far back causes of GPUs are looked for
    static Past of(Node node, Instant from, Instant to) {
        List<Entry> all = new ArrayList<>();
        node.sessions().list().stream().map(Past::session).forEach(all::add);
        node.runs().list().stream().map(Past::run).forEach(all::add);
        List<Event> events = node.journal().events();
        events.stream().map(Past::event).forEach(all::add);
        fired(node.alerting().board()).map(Past::alert).forEach(all::add);
        node.foresight().incidents(from, to).stream().map(Past::incident).forEach(all::add);
        node.gpus().causes(from, to).stream().map(cause -> cause(cause, to)).forEach(all::add);
        Instant oldest = events.isEmpty() ? null : events.getLast().at();
        return new Past(from, to, all.stream().filter(entry -> entry.touches(from, to)).sorted(Comparator.comparing(Entry::from)).toList(),
                p95(node, from, to), oldest != null && oldest.isAfter(from) ? oldest : null);
    }

    private static Line p95(Node node, Instant from, Instant to) {
        Duration resolution = Duration.between(from, to).dividedBy(FRAMES);
        List<Frame> frames = node.frames().history(from, to, resolution.compareTo(COARSEST) < 0 ? resolution : COARSEST,
                Set.of(Meters.RESPONSE.id()));
        return FrameHistory.line("p95", SeriesColor.EXTREME, Line.Style.LINE, frames, frames,
                frame -> frame.distribution(Meters.RESPONSE.id()).percentile(95));
    }

    private static Stream<Alert> fired(AlertBoard board) {
        return Stream.concat(board.active().stream().filter(alert -> alert.state() == Alert.State.FIRING), board.ended().stream());
    }

    private static Entry session(SessionSummary session) {
        Double before = session.baselineHeldRate();
        Double after = session.bestHeldRate();
        String gain = before == null || after == null
                ? ""
                : ", held rate " + Formats.number(before) + " → " + Formats.number(after)
                        + " req/s";
        Status status = session.applied() ? Status.SUCCESS : session.phase() == Phase.FAILED ? Status.DANGER : Status.ACCENT;
        return new Entry(EntryKind.SESSION, Long.toString(session.id()), session.started(), session.ended(), "Session " + session.id(),
                session.trials() + " trials" + gain + (session.applied() ? ", applied" : "") + ". " + session.message(), status, false);
    }

    private static Entry run(Run run) {
        RunReport report = run.report();
        String text = report == null
                ? run.failure()
                : Formats.number(report.achieved().rate()) + " of " + Formats.number(report.offered().rate()) + " req/s, "
                        + Formats.percent(report.errors().percent()) + " failed";
        return new Entry(EntryKind.RUN, Long.toString(run.id()), run.started(), run.ended(), "#" + run.id(), text,
                run.failure().isEmpty() ? Status.SUCCESS : Status.DANGER, false);
    }

    private static Entry event(Event event) {
        return new Entry(EntryKind.EVENT, event.at() + event.text(), event.at(), event.at(), event.text(), event.text(),
                event.severity() == Event.Severity.INFO ? Status.NEUTRAL : AlertItem.status(event.severity()), false);
    }

    private static Entry alert(Alert alert) {
        return new Entry(EntryKind.ALERT, Long.toString(alert.id()), alert.since(), alert.ended(), alert.title(),
                alert.title() + (alert.cause().isEmpty() ? "" : ": " + alert.cause()), AlertItem.status(alert.severity()),
                alert.inhibited());
    }

    private static Entry incident(Incident incident) {
        return new Entry(EntryKind.INCIDENT, Long.toString(incident.id()), incident.from(), incident.to(), "Incident " + incident.id(),
                incident.summary() + (incident.cause().isEmpty() ? "" : ". " + incident.cause()), Status.DANGER, false);
    }

    /// @param looked the end of the period that was looked at: a cause that reaches it may still last
    private static Entry cause(Cause cause, Instant looked) {
        return new Entry(EntryKind.GPU_CAUSE, cause.device() + cause.rule() + cause.from(), cause.from(),
                cause.to().isBefore(looked) ? cause.to() : null, cause.rule(), cause.sentence(), AlertItem.status(cause.severity()), false);
    }
}
