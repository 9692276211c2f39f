package gpudyno.model.tune;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether more or less of an objective is better, and how that is known.
///
/// @param maximize whether greater values are better
/// @param basis what decided
/// @param why in words, such as `its name says so: 'second' counts per second`
public record ObjectiveDirection(boolean maximize, Basis basis, String why) {
    /// What decided, the strongest first.
    public enum Basis {
        REQUEST,
        FILE,
        NAME,
        UNIT;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Set<String> TIMES = Set.of("s", "sec", "secs", "second", "seconds", "ms", "msec", "millis", "millisecond",
            "milliseconds", "us", "µs", "μs", "usec", "micros", "microsecond", "microseconds", "ns", "nsec", "nanos", "nanosecond",
            "nanoseconds", "ps", "minute", "minutes", "h", "hour", "hours", "day", "days", "cycle", "cycles", "tick", "ticks");
    private static final Set<String> ENERGIES_AND_MONEY = Set.of("w", "watt", "watts", "mw", "kw", "j", "joule", "joules", "mj", "kj", "wh",
            "kwh", "dollar", "dollars", "usd", "eur", "euro", "euros", "cent", "cents", "$", "€");
    private static final Set<String> DATA = Set.of("b", "byte", "bytes", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "tib", "bit", "bits",
            "kbit", "mbit", "gbit", "memory", "mem", "vram", "data");
    private static final Set<String> WORK = Set.of("token", "tokens", "tok", "toks", "req", "reqs", "request", "requests", "query",
            "queries",
            "op", "ops", "operation", "operations", "image", "images", "img", "imgs", "sample", "samples", "frame", "frames", "item",
            "items",
            "row", "rows", "record", "records", "message", "messages", "msg", "msgs", "packet", "packets", "step", "steps", "iter", "iters",
            "iteration", "iterations", "point", "points", "cell", "cells", "call", "calls", "transaction", "transactions", "word", "words",
            "update", "updates", "instruction", "instructions", "embedding", "embeddings", "sentence", "sentences", "document", "documents",
            "epoch", "epochs", "batch", "batches", "event", "events", "job", "jobs", "task", "tasks", "user", "users");
    /// Faults: less of them is better whatever they are counted by, so `error_rate` and `miss_ratio` too.
    private static final Set<String> FAULTS = Set.of("error", "errors", "err", "errs", "failure", "failures", "fail", "fails", "failed",
            "miss",
            "misses", "missed", "drop", "drops", "dropped", "reject", "rejects", "rejected", "rejection", "rejections", "refused",
            "timeout",
            "timeouts", "loss", "losses", "lost", "regret", "violation", "violations", "retry", "retries", "eviction", "evictions", "stall",
            "stalls", "conflict", "conflicts", "fault", "faults", "abort", "aborts", "collision", "collisions", "preemption", "preemptions",
            "crash", "crashes", "waste", "wasted");
    private static final Set<String> LESS = Set.of("time", "times", "latency", "latencies", "duration", "runtime", "walltime", "elapsed",
            "delay", "lag", "wait", "waiting", "makespan", "ttft", "tpot", "itl", "ttfb", "rtt", "e2e", "age", "energy", "power",
            "consumption",
            "rss", "footprint", "size", "cost", "costs", "price", "mse", "rmse", "mae", "mape", "perplexity", "ppl", "wer", "cer", "cpi",
            "overhead", "temperature", "jitter", "variance", "stddev", "deviation", "fragmentation", "backlog", "carbon", "co2",
            "emissions",
            "distance", "divergence", "slowdown", "edp", "idle", "allocations", "allocs", "spill", "spills", "downtime");
    private static final Set<String> MORE = Set.of("throughput", "bandwidth", "goodput", "rate", "speed", "speedup", "velocity", "accuracy",
            "acc", "precision", "recall", "f1", "auc", "auroc", "bleu", "rouge", "iou", "r2", "score", "fitness", "reward", "utilization",
            "utilisation", "util", "occupancy", "efficiency", "hit", "hits", "quality", "performance", "perf", "gain", "gains", "success",
            "successes", "availability", "uptime", "ipc", "improvement", "savings", "saving", "saved", "correct", "passed", "completed",
            "gbs", "mbs", "kbs", "gibs", "mibs", "tbs", "hz", "khz", "mhz", "ghz", "mips", "capacity", "similarity", "yield");
    /// Words that weigh what they follow without a direction of their own where that has one: a rate of errors, a score of losses.
    private static final Set<String> WEAK = Set.of("rate", "score", "ratio", "fraction", "percent", "percentage", "pct", "count", "share");
    /// Work in a time, written as one word: flops, iops, gbps, rps, mlups.
    private static final Pattern PER_SECOND = Pattern
            .compile("[kmgtpez]?(flops?|i?ops|lups|cups|teps)"
                    + "|[kmgtpe]?i?(b|bit|byte|iop|q|r|req|rq|t|tok|token|f|i|m|msg|pkt|p|tx|txn|img|sample|rec|row|query|vec|inf)ps"
                    + "|toks");
    private static final Pattern STATISTIC = Pattern
            .compile("p\\d+|q\\d+|avg|average|mean|median|max|min|maximum|minimum|total|sum|std|peak|best|overall|aggregate|geomean");
    private static final Set<String> OPPOSITE = Set.of("neg", "negative", "negated", "minus", "inverse", "inv", "inverted", "reciprocal");
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    /// What one word says.
    private record Finding(boolean more, String because) {
        Finding opposite() {
            return new Finding(!more, because + ", and that is turned round");
        }
    }

    /// As a person asked for it.
    public static ObjectiveDirection requested(boolean maximize) {
        return new ObjectiveDirection(maximize, Basis.REQUEST, "it was asked for");
    }

    /// As the file says.
    ///
    /// @param field of the file that does
    public static ObjectiveDirection stated(boolean maximize, String field) {
        return new ObjectiveDirection(maximize, Basis.FILE, "the file says so in \"" + field + '"');
    }

    /// What the name tells, or else the unit. Times, energy, memory, money and faults are to be small, rates, bandwidths, scores and hits
    /// great. A quotient goes by what stands above the line (`ms_per_token` small), unless that is plain work or data for a time, energy or
    /// money (`tokens_per_second`, `GB/s`, `requests_per_dollar` great).
    ///
    /// @param unit empty where it is not known
    /// @return empty where neither says anything, or a name says both
    public static Optional<ObjectiveDirection> known(String name, String unit) {
        return finding(name).map(found -> new ObjectiveDirection(found.more, Basis.NAME, "its name says so: " + found.because))
                .or(() -> finding(unit)
                        .map(found -> new ObjectiveDirection(found.more, Basis.UNIT, "its unit '" + unit + "' says so: " + found.because)));
    }

    /// `maximized` or `minimized`.
    public String word() {
        return maximize ? "maximized" : "minimized";
    }

    private static Optional<Finding> finding(String text) {
        List<String> words = words(text);
        boolean turned = words.removeIf(OPPOSITE::contains);
        while (words.size() > 1 && STATISTIC.matcher(words.getLast()).matches()) {
            words.removeLast();
        }
        int line = words.indexOf("/");
        Optional<Finding> found = line < 0 ? whole(words) : quotient(words.subList(0, line), words.subList(line + 1, words.size()));
        return turned ? found.map(Finding::opposite) : found;
    }

    /// The words of a name, in small letters; `/` for the line of a quotient.
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String part : text.strip().replace("/", " / ").split("[^\\p{L}\\p{N}/$€]+")) {
            String small = part.toLowerCase(Locale.ROOT);
            if (isKnown(small)) {
                words.add(small);
                continue;
            }
            for (String word : CAMEL.split(part)) {
                words.add(word.toLowerCase(Locale.ROOT));
            }
        }
        words.removeIf(String::isEmpty);
        words.replaceAll(word -> word.equals("per") ? "/" : word);
        return words;
    }

    private static boolean isKnown(String word) {
        return isUnit(word) || DATA.contains(word) || WORK.contains(word) || FAULTS.contains(word) || LESS.contains(word)
                || MORE.contains(word) || PER_SECOND.matcher(word).matches();
    }

    private static boolean isUnit(String word) {
        return TIMES.contains(word) || ENERGIES_AND_MONEY.contains(word);
    }

    private static Optional<Finding> quotient(List<String> above, List<String> below) {
        List<String> under = below.stream().filter(word -> !word.equals("/")).toList();
        if (under.isEmpty()) {
            return whole(above);
        }
        // In per_token_latency and p99_per_request_latency the thing itself comes last.
        String last = under.getLast();
        if (under.size() > 1 && !isUnit(last) && single(last).isPresent()) {
            return whole(under);
        }
        boolean scarce = under.stream().anyMatch(ObjectiveDirection::isUnit)
                || under.stream().anyMatch(word -> LESS.contains(word) || FAULTS.contains(word));
        boolean dataOnly = !above.isEmpty() && above.stream().anyMatch(DATA::contains)
                && above.stream().noneMatch(word -> FAULTS.contains(word) || LESS.contains(word) || isUnit(word));
        if (scarce && dataOnly) {
            return Optional.of(new Finding(true, "data in each '" + last + "'"));
        }
        Optional<Finding> itself = whole(above);
        return itself.isPresent() || !scarce ? itself : Optional.of(new Finding(true, "so many in each '" + last + "'"));
    }

    /// A name without a line: a fault decides; else the last word with a direction, where no earlier one disagrees about what is measured.
    private static Optional<Finding> whole(List<String> words) {
        Optional<String> fault = words.stream().filter(FAULTS::contains).findFirst();
        if (fault.isPresent()) {
            return Optional.of(new Finding(false, "'" + fault.get() + "' is to be small"));
        }
        int size = words.size();
        if (size > 1 && Set.of("s", "sec", "second").contains(words.getLast())
                && (WORK.contains(words.get(size - 2)) || DATA.contains(words.get(size - 2))
                        || single(words.get(size - 2)).filter(Finding::more)
                                .isPresent())) {
            return Optional.of(new Finding(true, "'" + words.get(size - 2) + "' in each '" + words.getLast() + "'"));
        }
        for (int at = size - 1; at >= 0; at--) {
            Optional<Finding> found = single(words.get(at));
            if (found.isPresent()) {
                return isContradicted(words.subList(0, at), words.get(at), found.get()) ? Optional.empty() : found;
            }
        }
        return Optional.empty();
    }

    /// A score of latency, the use of memory or a throughput in milliseconds may be meant either way.
    private static boolean isContradicted(List<String> before, String word, Finding found) {
        if (found.more) {
            boolean either = WEAK.contains(word) || word.startsWith("utili") || word.equals("util");
            return either && before.stream().map(ObjectiveDirection::single).flatMap(Optional::stream).anyMatch(other -> !other.more);
        }
        return isUnit(word) && before.stream().anyMatch(other -> PER_SECOND.matcher(other).matches() || other.equals("throughput")
                || other.equals("bandwidth") || other.equals("goodput"));
    }

    private static Optional<Finding> single(String word) {
        if (isUnit(word) || DATA.contains(word) || LESS.contains(word) || FAULTS.contains(word)) {
            return Optional.of(new Finding(false, "'" + word + "' is to be small"));
        }
        return MORE.contains(word) || PER_SECOND.matcher(word).matches()
                ? Optional.of(new Finding(true, "'" + word + "' is to be great"))
                : Optional.empty();
    }
}
