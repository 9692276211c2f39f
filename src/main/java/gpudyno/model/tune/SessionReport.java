package gpudyno.model.tune;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import gpudyno.model.cost.CostBasis;
import gpudyno.model.knob.Configuration;
import gpudyno.model.load.Workload;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tuning session, running or ended, recorded whole. Parts that are not there yet, or never were measured, are null. Made by [#builder] and
/// [#toBuilder]; the constructor by position is for reading JSON.
///
/// @param id of the session on its node
/// @param targets id of the profile
/// @param phase what it does now, or how it ended
/// @param progress 0 to 1 of the budget
/// @param message one line for people: what is going on, or why it ended
/// @param offered the load every configuration was offered alike; null until the baseline's held rate is known
/// @param request what was asked for; null in reports of versions that did not keep it, which cannot be resumed
/// @param best and `bestCacheOff`: what is known so far while the session runs, and kept only of one that came to a verdict
/// @param explanation once the session has ended by itself
/// @param notes what a reader must know to judge the figures, such as the generator's processor share and distinct prompts
/// @param cost the prices and the power by which trials tell `cost.per.1k` and `energy.per.1k.wh`; null where neither is known
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionReport(long id, String targets, Phase phase, double progress, String message, Instant started, @Nullable Instant ended,
        @Nullable Offered offered, Workload workload, @Nullable Column baseline, @Nullable Column bestCacheOff, @Nullable Column best,
        @Nullable Completions completion, @Nullable Verdict verdict, boolean applied, List<Trial> trials, Map<String, Double> generator,
        Map<String, Double> warmup, List<String> notes, @Nullable SessionRequest request, @Nullable Explanation explanation,
        @Nullable CostBasis cost) {
    private static final double FOUND_WITHIN = 4;

    public SessionReport {
        trials = List.copyOf(trials);
        notes = List.copyOf(notes);
        generator = Map.copyOf(generator);
        warmup = Map.copyOf(warmup);
    }

    /// Begins the report of a session that has measured nothing yet.
    public static SessionReportBuilder builder(long id, String targets, Instant started) {
        return new SessionReportBuilder(id, targets, started);
    }

    /// Begins a report that differs from this one in what is set.
    public SessionReportBuilder toBuilder() {
        return new SessionReportBuilder(this);
    }

    /// This report as that of a session whose process died in the middle.
    public SessionReport rolledBack(String line, Instant at) {
        SessionReportBuilder dead = toBuilder().phase(Phase.ROLLED_BACK, line).progress(1).ended(at).applied(false);
        return (verdict == null ? dead.bestCacheOff(null).best(null) : dead).build();
    }

    /// This report as that of a session that goes on.
    public SessionReport goingOn() {
        return toBuilder().phase(Phase.PREPARING, "Going on after " + trials.size() + " trials").progress(0).ended(null).applied(false)
                .build();
    }

    /// This report for where its trials are told apart from it.
    public SessionReport withoutTrials() {
        return withTrials(List.of());
    }

    /// This report with other trials.
    public SessionReport withTrials(List<Trial> others) {
        return toBuilder().trials(others).build();
    }

    /// This report of an ended session, once its best was applied or taken back later.
    ///
    /// @param by who did, such as `by request`
    public SessionReport withApplied(boolean isApplied, Instant at, String by) {
        String did = (isApplied ? "Applied " : "Rolled back ") + by + " at " + at.truncatedTo(ChronoUnit.SECONDS) + ".";
        List<String> longer = new ArrayList<>(notes);
        longer.add(did);
        return toBuilder().message((verdict == Verdict.BETTER ? "Better, verified. " : "") + did).applied(isApplied).notes(longer).build();
    }

    /// This report of an ended session, once the best of another was applied in its place.
    public SessionReport replacedBy(long other, Instant at) {
        List<String> longer = new ArrayList<>(notes);
        longer.add("Replaced by the best of session " + other + " at " + at.truncatedTo(ChronoUnit.SECONDS) + ".");
        return toBuilder().applied(false).message((verdict == Verdict.BETTER ? "Better, verified. " : "") + longer.getLast()).notes(longer)
                .build();
    }

    /// Whether a session that did not come to its own end can go on from its trials.
    public boolean canResume() {
        return request != null && phase.isEnd() && phase != Phase.FINISHED;
    }

    /// Whether both ends of a held rate's interval were found. Nothing is measured more than [#FOUND_WITHIN] times above the rate, so an upper
    /// end beyond that, as earlier versions wrote it, is no finding.
    ///
    /// @param ends low and high; low alone, or an end that is not finite, was not found
    public static boolean isFound(double rate, List<Double> ends) {
        return ends.size() == 2 && Double.isFinite(ends.getFirst()) && Double.isFinite(ends.getLast())
                && ends.getLast() <= FOUND_WITHIN * Math.max(Math.abs(rate), Math.abs(ends.getFirst()));
    }

    /// Where a session stands.
    public enum Phase {
        PREPARING,
        HELD_RATE,
        SEARCH,
        VERIFICATION,
        /// Ran to its end.
        FINISHED,
        /// Stopped by a person; the knobs are back.
        STOPPED,
        /// Could not go on; the knobs are back and [#message] says why.
        FAILED,
        /// The node died during it; the knobs were restored at the next start.
        ROLLED_BACK;

        public boolean isEnd() {
            return compareTo(FINISHED) >= 0;
        }

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// @param rate requests per second
    public record Offered(double rate) {}

    /// One column of the table.
    ///
    /// @param knobs the configuration, all knobs
    /// @param heldRate highest arrival rate at which it keeps the profile's p95 and error targets; null until measured
    /// @param heldRateInterval 95 % interval of the held rate, low and high; low alone where no probe bounds it from above
    /// @param meters means over the verification's repeats
    /// @param intervals 95 % bootstrap intervals of the meters, low and high
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Column(Configuration knobs, @Nullable Double heldRate, @Nullable List<Double> heldRateInterval,
            Map<String, Double> meters,
            Map<String, List<Double>> intervals) {
        public Column {
            meters = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(meters));
            intervals = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(intervals));
        }
    }

    /// How many of the profile's targets are met.
    public record Completion(int met, int of, List<String> missed) {}

    public record Completions(Completion baseline, Completion best) {}

    /// What verification found.
    public enum Verdict {
        BETTER("better"),
        NO_BETTER("no better");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        @JsonValue
        public String label() {
            return label;
        }
    }
}
