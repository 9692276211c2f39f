package gpudyno.tune;

import gpudyno.model.cost.CostBasis;
import gpudyno.model.knob.Configuration;
import gpudyno.model.tune.Explanation;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Completions;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.model.tune.SessionReportBuilder;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.Trial;
import gpudyno.model.tune.Trial.Purpose;
import gpudyno.model.tune.Trial.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A session's report as it grows; every change is journalled. Used by the session's thread alone.
final class SessionRecord {
    static final String GENERATOR_CPU = "generator.cpu.percent";

    private final Journal journal;
    private final Budget budget;
    private final List<Trial> trials = new ArrayList<>();
    private final List<String> notes;
    /// The state that was journalled last, or the initial state.
    private SessionReport report;
    private @Nullable Explanation explanation;
    private double begun;

    SessionRecord(long id, SessionRequest request, Map<String, Double> warmup, List<String> notes, Journal journal, Budget budget,
            @Nullable SessionReport earlier, CostBasis cost) {
        this.journal = journal;
        this.budget = budget;
        this.notes = new ArrayList<>(notes);
        this.report = SessionReport.builder(id, request.targets(), earlier == null ? Instant.now() : earlier.started()).request(request)
                .warmup(warmup).cost(cost).build();
        if (earlier != null) {
            trials.addAll(EarlierTrials.finished(earlier.trials()));
            this.notes.add("Resumed after " + trials.size() + " trials.");
        }
    }

    SessionReport phase(Phase next, String line) {
        return save(report.toBuilder().phase(next, line));
    }

    void offered(double rate) {
        save(report.toBuilder().offered(rate));
    }

    void begin(Configuration configuration, Purpose purpose, double rate) {
        begun = budget.elapsedSeconds();
        trials.add(new Trial(trials.size() + 1, purpose, configuration, Status.RUNNING, "", Map.of("offered.rps", rate), Instant.now(), 0));
        save(report.toBuilder());
    }

    void finished(Status status, String reason, Map<String, Double> meters) {
        Trial running = trials.removeLast();
        Map<String, Double> measured = new TreeMap<>(meters);
        Double arrived = measured.put("offered.rps", Objects.requireNonNull(running.meters().get("offered.rps")));
        if (arrived != null) {
            measured.put(EarlierTrials.ARRIVED, arrived);
        }
        trials.add(new Trial(running.number(), running.purpose(), running.config(), status, reason, measured, running.started(),
                budget.elapsedSeconds() - begun));
        save(report.toBuilder());
    }

    /// Preliminary columns for those who watch. [#verified] replaces them; a session that does not reach verification has no best.
    void preliminary(Column baselineColumn, @Nullable Column cacheOffColumn, @Nullable Column bestColumn) {
        save(report.toBuilder().baseline(baselineColumn).bestCacheOff(cacheOffColumn).best(bestColumn));
    }

    void explain(Explanation found) {
        explanation = found;
    }

    void note(String note) {
        notes.add(note);
    }

    SessionReport verified(Column baselineColumn, @Nullable Column cacheOffColumn, Column bestColumn, Completions completions,
            Verdict found, boolean isApplied) {
        return save(report.toBuilder().baseline(baselineColumn).bestCacheOff(cacheOffColumn).best(bestColumn).completion(completions)
                .verdict(found).applied(isApplied)
                .message(found == Verdict.NO_BETTER
                        ? "No better than the baseline; the knobs are back where they were."
                        : "Better, verified" + (isApplied ? " and applied." : "; the knobs are back where they were.")));
    }

    void end(Phase how, String line) {
        if (!trials.isEmpty() && trials.getLast().status() == Status.RUNNING) {
            finished(Status.STOPPED, EarlierTrials.CUT_OFF, Map.of());
        }
        SessionReportBuilder ended = report.toBuilder().phase(how, line).ended(Instant.now());
        save(report.verdict() == null ? ended.bestCacheOff(null).best(null) : ended);
    }

    private SessionReport save(SessionReportBuilder changed) {
        SessionReport next = changed.trials(trials).notes(notes).generator(generator()).explanation(explanation).build();
        report = next.toBuilder().progress(
                next.phase().isEnd() ? 1 : Math.min(0.99, budget.elapsedSeconds() / budget.wholeSeconds())).build();
        journal.record(report);
        return report;
    }

    private Map<String, Double> generator() {
        return trials.stream().map(trial -> trial.meters().get(GENERATOR_CPU)).filter(Objects::nonNull).mapToDouble(Double::doubleValue)
                .average().stream().boxed()
                .findFirst().map(mean -> Map.of("cpu.percent", mean)).orElse(Map.of());
    }
}
