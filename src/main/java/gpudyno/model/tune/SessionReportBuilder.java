package gpudyno.model.tune;

import gpudyno.model.cost.CostBasis;
import gpudyno.model.load.Workload;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Completions;
import gpudyno.model.tune.SessionReport.Offered;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a session's report part by part; what each part means is said at [SessionReport]. For one thread.
public final class SessionReportBuilder {
    private final long id;
    private final String targets;
    private Phase phase;
    private double progress;
    private String message;
    private Instant started;
    private @Nullable Instant ended;
    private @Nullable Offered offered;
    private Workload workload;
    private @Nullable Column baseline;
    private @Nullable Column bestCacheOff;
    private @Nullable Column best;
    private @Nullable Completions completion;
    private @Nullable Verdict verdict;
    private boolean applied;
    private List<Trial> trials;
    private Map<String, Double> generator;
    private Map<String, Double> warmup;
    private List<String> notes;
    private @Nullable SessionRequest request;
    private @Nullable Explanation explanation;
    private @Nullable CostBasis cost;

    /// A session that prepares and has measured nothing.
    SessionReportBuilder(long id, String targets, Instant started) {
        this.id = id;
        this.targets = targets;
        this.started = started;
        phase = Phase.PREPARING;
        message = "";
        workload = Workload.DEFAULT;
        trials = List.of();
        generator = Map.of();
        warmup = Map.of();
        notes = List.of();
    }

    /// Everything as it is in a report.
    SessionReportBuilder(SessionReport from) {
        id = from.id();
        targets = from.targets();
        phase = from.phase();
        progress = from.progress();
        message = from.message();
        started = from.started();
        ended = from.ended();
        offered = from.offered();
        workload = from.workload();
        baseline = from.baseline();
        bestCacheOff = from.bestCacheOff();
        best = from.best();
        completion = from.completion();
        verdict = from.verdict();
        applied = from.applied();
        trials = from.trials();
        generator = from.generator();
        warmup = from.warmup();
        notes = from.notes();
        request = from.request();
        explanation = from.explanation();
        cost = from.cost();
    }

    /// What the session does now, with one line for people.
    public SessionReportBuilder phase(Phase now, String line) {
        phase = now;
        message = line;
        return this;
    }

    public SessionReportBuilder message(String line) {
        message = line;
        return this;
    }

    /// @param share 0 to 1 of the budget
    public SessionReportBuilder progress(double share) {
        progress = share;
        return this;
    }

    public SessionReportBuilder ended(@Nullable Instant at) {
        ended = at;
        return this;
    }

    /// @param rate requests per second
    public SessionReportBuilder offered(double rate) {
        offered = new Offered(rate);
        return this;
    }

    /// What was asked for, and with it the workload.
    public SessionReportBuilder request(SessionRequest asked) {
        request = asked;
        workload = asked.workload();
        return this;
    }

    public SessionReportBuilder baseline(@Nullable Column column) {
        baseline = column;
        return this;
    }

    public SessionReportBuilder bestCacheOff(@Nullable Column column) {
        bestCacheOff = column;
        return this;
    }

    public SessionReportBuilder best(@Nullable Column column) {
        best = column;
        return this;
    }

    public SessionReportBuilder completion(@Nullable Completions completions) {
        completion = completions;
        return this;
    }

    public SessionReportBuilder verdict(@Nullable Verdict found) {
        verdict = found;
        return this;
    }

    public SessionReportBuilder applied(boolean isApplied) {
        applied = isApplied;
        return this;
    }

    public SessionReportBuilder trials(List<Trial> all) {
        trials = all;
        return this;
    }

    /// What the load generator took of this machine, such as `cpu.percent`.
    public SessionReportBuilder generator(Map<String, Double> shares) {
        generator = shares;
        return this;
    }

    public SessionReportBuilder warmup(Map<String, Double> amounts) {
        warmup = amounts;
        return this;
    }

    public SessionReportBuilder notes(List<String> all) {
        notes = all;
        return this;
    }

    public SessionReportBuilder explanation(@Nullable Explanation found) {
        explanation = found;
        return this;
    }

    /// By what cost is counted; nothing is kept of what is empty.
    public SessionReportBuilder cost(CostBasis basis) {
        cost = basis.isEmpty() ? null : basis;
        return this;
    }

    public SessionReport build() {
        return new SessionReport(id, targets, phase, progress, message, started, ended, offered, workload, baseline, bestCacheOff, best,
                completion, verdict, applied, trials, generator, warmup, notes, request, explanation, cost);
    }
}
