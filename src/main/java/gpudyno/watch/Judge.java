package gpudyno.watch;

import gpudyno.expression.MeterExpression;
import gpudyno.expression.Operand;
import gpudyno.expression.Operand.Aggregate;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.AlertRule.DuringTests;
import gpudyno.model.meter.ForesightMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterKind;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Series;
import gpudyno.watch.AlertBook.Judged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Evaluates rules on frames: each rule once for every series of the labelled meter that it names. Not safe for several threads.
final class Judge {
    /// The maximum length of an alert's text for people; a condition can contain hundreds of figures.
    private static final int LONGEST_CAUSE = 500;
    /// A forecast is read as it stands.
    private static final Duration NEWEST = Duration.ofSeconds(1);
    private static final Duration LONGEST_WINDOW = Duration.ofHours(1);
    private static final Set<String> BEHIND_DERIVED = Set.of(Meters.MEMORY.id(), Meters.CACHE_HITS.id(), Meters.CACHE_MISSES.id(),
            Meters.CACHE_COALESCED.id(), Meters.RESPONSE.id(), Meters.RESPONSE_MISS.id(), Meters.REQUESTS.id(), Meters.ARRIVALS.id());

    /// @param quiet whether it is not evaluated while a test loads the node
    private record Compiled(AlertRule rule, MeterExpression condition, @Nullable MeterExpression keep, boolean quiet) {}

    /// A time window of frames.
    ///
    /// @param quiet whether frames of a test are skipped
    private record Window(Duration length, boolean quiet) {}

    private final List<Compiled> rules;
    private final Function<String, @Nullable Meter> meters;
    private final Map<Window, SlidingFrame> windows = new HashMap<>();
    private final BurnRate burn;
    /// The reason why a rule could not be evaluated in the last frame, by rule id.
    private final Map<String, String> failures = new HashMap<>();

    /// @param meters finds the declaration of a meter; null for one that is not declared
    /// @param burn the counts for burn rates; its owner updates it
    /// @throws IllegalArgumentException if a rule's expression is not valid, or uses a window that is too long
    Judge(List<AlertRule> rules, Function<String, @Nullable Meter> meters, BurnRate burn) {
        this.rules = rules.stream().filter(AlertRule::on).map(Judge::compile).toList();
        this.meters = meters;
        this.burn = burn;
        Map<Window, Set<String>> needed = new HashMap<>();
        for (Compiled rule : this.rules) {
            for (Operand operand : operands(rule)) {
                if (operand.aggregate() != Aggregate.BURN) {
                    Set<String> ids = needed.computeIfAbsent(window(rule, operand), _ -> new HashSet<>());
                    ids.addAll(isForecast(operand)
                            ? Set.of(ForesightMeters.FORECAST.id())
                            : isDerived(operand) ? BEHIND_DERIVED : Set.of(operand.meter()));
                }
            }
        }
        needed.forEach((window, ids) -> windows.put(window, new SlidingFrame(window.length, ids)));
    }

    private static Compiled compile(AlertRule rule) {
        String keepWhile = rule.keepWhile();
        Compiled compiled;
        try {
            MeterExpression condition = MeterExpression.condition(rule.condition());
            MeterExpression keep = keepWhile == null ? null : MeterExpression.condition(keepWhile);
            compiled = new Compiled(rule, condition, keep, isQuiet(rule, condition, keep));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rule " + rule.id() + ": " + e.getMessage(), e);
        }
        for (Operand operand : operands(compiled)) {
            if (operand.aggregate() != Aggregate.BURN && length(rule, operand).compareTo(LONGEST_WINDOW) > 0) {
                throw new IllegalArgumentException(
                        "rule " + rule.id() + ": " + operand + " is read over more than an hour; only burn rates are");
            }
        }
        return compiled;
    }

    private static boolean isQuiet(AlertRule rule, MeterExpression condition, @Nullable MeterExpression keep) {
        DuringTests wish = rule.duringTests();
        return wish != null
                ? wish == DuringTests.QUIET
                : Stream.concat(condition.operands().stream(), keep == null ? Stream.of() : keep.operands().stream())
                        .anyMatch(operand -> operand.aggregate() == Aggregate.BURN || Meters.isServing(operand.meter()));
    }

    /// The rules that are not evaluated in frames of a test, in the order of the file.
    List<String> quietDuringTests() {
        return rules.stream().filter(Compiled::quiet).map(compiled -> compiled.rule.id()).toList();
    }

    /// Why a rule cannot be evaluated, or an empty text.
    ///
    /// @throws IllegalArgumentException if its expression is not valid
    static String problem(AlertRule rule, Function<String, @Nullable Meter> meters) {
        return problem(compile(rule), meters);
    }

    private static String problem(Compiled rule, Function<String, @Nullable Meter> meters) {
        List<List<String>> labels = new ArrayList<>();
        for (Operand operand : operands(rule)) {
            if (operand.aggregate() == Aggregate.BURN || isForecast(operand)
                    || isDerived(operand) && operand.aggregate() == Aggregate.SERIES
                            && meters.apply(operand.meter()) == null) {
                continue;
            }
            Meter meter = meters.apply(operand.meter());
            if (meter == null) {
                return isDerived(operand)
                        ? operand.meter() + " is one figure already: write it without " + operand.aggregate().label() + "()"
                        : "no meter " + operand.meter() + " is declared";
            }
            if (operand.aggregate() == Aggregate.SERIES) {
                if (meter.kind() == MeterKind.DISTRIBUTION) {
                    return meter.id() + " is a distribution: ask for p95(" + meter.id() + ") or another figure of it";
                }
                if (!meter.labelNames().isEmpty()) {
                    labels.add(meter.labelNames());
                }
            }
        }
        return labels.stream().distinct().count() > 1
                ? "its meters have different labels, " + labels.stream().distinct().toList() + ": take max() or sum() of one"
                : "";
    }

    /// Accepts a frame without evaluating rules, to fill the windows from history.
    void see(Frame frame) {
        boolean test = Meters.isTest(frame);
        windows.forEach((window, held) -> {
            if (test && window.quiet) {
                held.passOver(frame);
            } else {
                held.add(frame);
            }
        });
    }

    List<Judged> judge(Frame frame) {
        see(frame);
        boolean test = Meters.isTest(frame);
        Map<Window, WindowFigures> figures = HashMap.newHashMap(windows.size());
        windows.forEach((length, window) -> figures.put(length, new WindowFigures(window.now(frame.sequence(), frame.end()))));
        List<Judged> judged = new ArrayList<>(rules.size());
        for (Compiled rule : rules) {
            judged.add(test && rule.quiet ? Judged.resting(rule.rule) : new Judged(rule.rule, verdictsOrNone(rule, figures)));
        }
        return judged;
    }

    /// A rule that fails is reported and does not stop the others.
    private List<Verdict> verdictsOrNone(Compiled rule, Map<Window, WindowFigures> windowed) {
        try {
            List<Verdict> verdicts = verdicts(rule, windowed);
            failures.remove(rule.rule.id());
            return verdicts;
        } catch (RuntimeException | StackOverflowError e) {
            failures.put(rule.rule.id(), "it could not be judged: " + e);
            return List.of();
        }
    }

    /// Why one of its rules cannot be evaluated, or an empty text: the failure in the last frame, else a present problem with its meters.
    String problem(String id) {
        String failure = failures.get(id);
        if (failure != null) {
            return failure;
        }
        return rules.stream().filter(compiled -> compiled.rule.id().equals(id)).findFirst().map(compiled -> problem(compiled, meters))
                .orElse("");
    }

    /// How many rules could not be evaluated in the last frame.
    int failing() {
        return failures.size();
    }

    private List<Verdict> verdicts(Compiled rule, Map<Window, WindowFigures> windowed) {
        Operand labelled = null;
        for (Operand operand : rule.condition.operands()) {
            if (isLabelled(operand)) {
                labelled = operand;
                break;
            }
        }
        if (labelled == null) {
            return List.of(verdict(rule, windowed, List.of()));
        }
        List<Series> all = figures(rule, labelled, windowed).series(labelled.meter());
        List<Verdict> verdicts = new ArrayList<>(all.size());
        for (Series series : all) {
            verdicts.add(verdict(rule, windowed, series.labels()));
        }
        return verdicts;
    }

    private boolean isLabelled(Operand operand) {
        if (operand.aggregate() != Aggregate.SERIES) {
            return false;
        }
        Meter meter = meters.apply(operand.meter());
        return meter != null && !meter.labelNames().isEmpty();
    }

    private Verdict verdict(Compiled rule, Map<Window, WindowFigures> windowed, List<String> labels) {
        String series = joined(labels);
        double[] values = values(rule, rule.condition, windowed, labels);
        if (values == null) {
            return Verdict.noData(series);
        }
        if (rule.condition.isTrue(values)) {
            return new Verdict(series, true, true, true, cause(rule.condition, values));
        }
        MeterExpression keep = rule.keep;
        double[] keepValues = keep == null ? null : values(rule, keep, windowed, labels);
        return new Verdict(series, true, false, keep != null && keepValues != null && keep.isTrue(keepValues), "");
    }

    /// Label values as text for people; two series never have the same text.
    private static String joined(List<String> labels) {
        return switch (labels.size()) {
            case 0 -> "";
            case 1 -> labels.getFirst();
            default -> labels.stream().map(label -> label.replace("\\", "\\\\").replace(",", "\\,")).collect(Collectors.joining(", "));
        };
    }

    private static String cause(MeterExpression expression, double[] values) {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            String figure = Math.abs(values[i]) >= 100
                    ? String.format(Locale.ROOT, "%.0f", values[i])
                    : String.format(Locale.ROOT, "%.3g", values[i]);
            told.add(expression.operands().get(i) + " = " + figure);
        }
        String all = String.join(", ", told);
        return all.length() <= LONGEST_CAUSE ? all : all.substring(0, LONGEST_CAUSE) + " ...";
    }

    /// One value for each operand; null if any of them is missing.
    private double @Nullable [] values(Compiled rule, MeterExpression expression, Map<Window, WindowFigures> windowed,
            List<String> labels) {
        List<Operand> operands = expression.operands();
        double[] values = new double[operands.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(rule, operands.get(i), windowed, labels);
            if (!Double.isFinite(values[i])) {
                return null;
            }
        }
        return values;
    }

    private double value(Compiled rule, Operand operand, Map<Window, WindowFigures> windowed, List<String> labels) {
        if (operand.aggregate() == Aggregate.BURN) {
            return burn.over(operand.window().orElse(rule.rule.window()), operand.objective());
        }
        WindowFigures figures = figures(rule, operand, windowed);
        if (isForecast(operand)) {
            return figures.level(ForesightMeters.FORECAST.series(operand.meter(),
                    ForesightMeters.label(operand.window().orElseThrow())));
        }
        if (operand.aggregate() != Aggregate.SERIES) {
            return figures.aggregate(operand.aggregate(), operand.meter());
        }
        Meter meter = meters.apply(operand.meter());
        if (meter == null) {
            return isDerived(operand) ? figures.derived(operand.meter()) : Double.NaN;
        }
        return figures.level(new Series(operand.meter(), meter.labelNames().isEmpty() ? List.of() : labels));
    }

    private static WindowFigures figures(Compiled rule, Operand operand, Map<Window, WindowFigures> windowed) {
        return java.util.Objects.requireNonNull(windowed.get(window(rule, operand)));
    }

    private static Window window(Compiled rule, Operand operand) {
        return new Window(length(rule.rule, operand), rule.quiet);
    }

    private static Duration length(AlertRule rule, Operand operand) {
        return isForecast(operand) ? NEWEST : operand.window().orElse(rule.window());
    }

    private static boolean isForecast(Operand operand) {
        return operand.aggregate() == Aggregate.FORECAST;
    }

    private static boolean isDerived(Operand operand) {
        return WindowFigures.isDerived(operand.meter());
    }

    private static Set<Operand> operands(Compiled rule) {
        Set<Operand> all = new HashSet<>(rule.condition.operands());
        MeterExpression keep = rule.keep;
        if (keep != null) {
            all.addAll(keep.operands());
        }
        return all;
    }

    /// The longest window it uses, not counting burn rates.
    Duration longestWindow() {
        return windows.keySet().stream().map(Window::length).max(java.util.Comparator.naturalOrder()).orElse(Duration.ofSeconds(1));
    }

}
