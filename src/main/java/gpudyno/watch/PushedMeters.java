package gpudyno.watch;

import gpudyno.expression.MeterExpression;
import gpudyno.expression.Operand;
import gpudyno.expression.Operand.Aggregate;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterKind;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Sample;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Users' own meters. They are declared here and kept in the node's registry like all other meters.
public final class PushedMeters {
    /// The most meters users may declare.
    public static final int MOST = 500;
    static final int MOST_SAMPLES = 10_000;
    static final int LONGEST_LABEL = 200;
    /// The memory limit for all series of users together. Each series is in every frame that the node keeps in memory, up to seven days:
    /// about 64 bytes per frame for a gauge or a counter, a hundred times that for a histogram.
    static final int MOST_WEIGHT = 4000;
    static final int DISTRIBUTION_WEIGHT = 80;
    /// The part of that limit for the series of all scrapes; the rest is for pushed meters.
    static final int MOST_SCRAPED_WEIGHT = 3000;
    /// The most meters of all scrapes together; they do not count against the number that users may declare.
    static final int MOST_SCRAPED = 1000;
    /// The largest increase in one sample; sums of larger values would no longer be exact to 1.
    static final double MOST_GROWTH = 1e15;
    private static final int MOST_LABELS = 12;
    private static final int MOST_SCRAPED_LABELS = 30;
    private static final int LONGEST_ID = 120;
    private static final int LONGEST_HELP = 500;
    private static final int LONGEST_UNIT = 32;
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,63}");
    /// Other systems use label names with any letters, such as OpenTelemetry's `http.method`.
    private static final Pattern SCRAPED_LABEL_NAME = Pattern.compile("[^\\p{Cntrl}]{1,64}");
    private static final long STALE_NANOS = Duration.ofMinutes(5).toNanos();
    /// A gauge value older than this is removed to make room for others.
    private static final long FORGOTTEN_NANOS = Duration.ofHours(1).toNanos();

    /// A declared meter.
    ///
    /// @param expression the expression of a derived gauge; empty for a pushed meter
    public record Declared(Meter meter, String expression) {
        public Declared {
            if (meter == null) {
                throw new IllegalArgumentException("a declared meter needs a meter: an object with an id and a kind");
            }
            expression = Objects.requireNonNullElse(expression, "");
        }
    }

    /// The last pushed value of a gauge.
    private record Level(double value, long atNanos) {}

    private final MeterRegistry registry;
    private final LongSupplier nanos;
    private final Map<String, Declared> declared = new TreeMap<>();
    private final Map<Series, Level> levels = new ConcurrentHashMap<>();
    private final Map<String, MeterExpression> derived = new ConcurrentHashMap<>();
    private final MeterRegistry.Counter dropped;
    private final Map<String, Meter> scraped = new HashMap<>();
    private int weight;
    private int scrapedWeight;

    /// @param nanos a monotonic clock, in nanoseconds
    public PushedMeters(MeterRegistry registry, LongSupplier nanos) {
        this.registry = registry;
        this.nanos = nanos;
        dropped = registry.counter(MeterRegistry.DROPPED);
        registry.declare(Meters.UP);
    }

    /// @throws IllegalArgumentException if the id is a built-in meter's, or was declared differently before, or there are too many
    public void declare(Meter meter) {
        declare(meter, _ -> {});
    }

    /// As [#declare(Meter)].
    ///
    /// @param keep stores all that will be declared; if it throws, the meter is not declared
    public synchronized void declare(Meter meter, Consumer<List<Declared>> keep) {
        admit(new Declared(meter, ""), keep);
    }

    /// @throws IllegalArgumentException as [#declare], or if the expression is not a formula over declared meters without labels
    public void derive(Meter meter, String expression) {
        derive(meter, expression, _ -> {});
    }

    /// As [#derive(Meter, String)].
    ///
    /// @param keep stores all that will be declared; if it throws, the meter is not declared
    public synchronized void derive(Meter meter, String expression, Consumer<List<Declared>> keep) {
        if (meter.kind() != MeterKind.GAUGE || !meter.labelNames().isEmpty()) {
            throw new IllegalArgumentException("meter " + meter.id() + ": what is derived is a gauge without labels");
        }
        MeterExpression figure = MeterExpression.figure(expression);
        for (Operand operand : figure.operands()) {
            Meter source = registry.meter(operand.meter());
            if (operand.aggregate() == Aggregate.BURN || operand.window().isPresent()) {
                throw new IllegalArgumentException(
                        "meter " + meter.id() + ": " + operand + " asks for a window; what is derived reads one frame");
            }
            if (source == null && !WindowFigures.isDerived(operand.meter())) {
                throw new IllegalArgumentException("meter " + meter.id() + ": no meter " + operand.meter() + " is declared");
            }
            if (operand.aggregate() == Aggregate.SERIES && source != null && !source.labelNames().isEmpty()) {
                throw new IllegalArgumentException("meter " + meter.id() + ": " + source.id() + " has labels; take max() or sum() of it");
            }
        }
        admit(new Declared(meter, expression), keep);
        if (derived.putIfAbsent(meter.id(), figure) == null) {
            registry.gauge(meter, () -> level(Series.of(meter.id())));
        }
    }

    private static void checkForm(Meter meter) {
        if (meter.id().length() > LONGEST_ID || meter.help().length() > LONGEST_HELP || meter.unit().length() > LONGEST_UNIT) {
            throw new IllegalArgumentException("meter " + meter.id().substring(0, Math.min(LONGEST_ID, meter.id().length()))
                    + ": its id may have " + LONGEST_ID + " characters, its unit " + LONGEST_UNIT + ", its help " + LONGEST_HELP);
        }
    }

    private static void checkLabels(Meter meter, Pattern allowed, int most) {
        List<String> labels = meter.labelNames();
        boolean wrong = labels.stream().anyMatch(label -> !allowed.matcher(label).matches() || label.startsWith("__"));
        if (wrong || labels.size() > most || labels.stream().distinct().count() < labels.size()) {
            throw new IllegalArgumentException("meter " + meter.id() + ": label names " + labels + ": at most " + most
                    + " different words of letters, digits and _ are allowed, such as [model, pod]");
        }
    }

    private void admit(Declared wanted, Consumer<List<Declared>> keep) {
        Meter meter = wanted.meter;
        checkForm(meter);
        checkLabels(meter, LABEL_NAME, MOST_LABELS);
        Declared before = declared.get(meter.id());
        if (before != null && !before.equals(wanted)) {
            throw new IllegalArgumentException("meter " + meter.id() + " is already declared as " + before);
        }
        if (before == null) {
            if (registry.meter(meter.id()) != null) {
                throw new IllegalArgumentException("meter " + meter.id() + " is built in; choose another id");
            }
            if (declared.size() >= MOST) {
                throw new IllegalArgumentException(MOST + " meters are declared already, no more may be");
            }
            List<Declared> all = new ArrayList<>(declared.values());
            all.add(wanted);
            keep.accept(List.copyOf(all));
            registry.declare(meter);
            declared.put(meter.id(), wanted);
        }
    }

    /// Declares a meter of a scrape, or changes the labels of such a meter. It is not stored, because the next scrape finds it again.
    ///
    /// @throws IllegalArgumentException if the id is a built-in meter's or one that a user has declared, or there are too many
    synchronized void declareScraped(Meter meter) {
        checkForm(meter);
        checkLabels(meter, SCRAPED_LABEL_NAME, MOST_SCRAPED_LABELS);
        Meter before = scraped.get(meter.id());
        if (meter.equals(before)) {
            return;
        }
        if (before == null && (registry.meter(meter.id()) != null || declared.containsKey(meter.id()))) {
            throw new IllegalArgumentException("meter " + meter.id() + " is there already and not of a scrape");
        }
        if (before == null && scraped.size() >= MOST_SCRAPED) {
            throw new IllegalArgumentException(MOST_SCRAPED + " meters of scrapes are there already, no more may be");
        }
        if (before != null) {
            int gone = registry.redeclare(meter);
            levels.keySet().removeIf(series -> series.meter().equals(meter.id()));
            weight -= gone;
            scrapedWeight -= gone;
        } else {
            registry.declare(meter);
        }
        scraped.put(meter.id(), meter);
    }

    /// Removes a scraped series; does nothing if it does not exist.
    synchronized void end(Series series) {
        levels.remove(series);
        if (scraped.containsKey(series.meter()) && registry.holds(series)) {
            registry.remove(series);
            weight--;
            scrapedWeight--;
        }
    }

    /// Whether a series is that of a gauge.
    boolean isLevel(Series series) {
        Meter meter = registry.meter(series.meter());
        return meter != null && meter.kind() == MeterKind.GAUGE;
    }

    /// Starts to report whether a target answers.
    ///
    /// @param up 1, 0, or NaN before the first scrape
    void target(String name, DoubleSupplier up) {
        registry.gauge(Meters.UP, up, name);
    }

    /// Stops reporting whether a target answers.
    void forgetTarget(String name) {
        registry.remove(Meters.UP.series(name));
    }

    private @Nullable Meter pushable(String id) {
        Declared known = declared.get(id);
        return known == null ? scraped.get(id) : known.expression.isEmpty() ? known.meter : null;
    }

    /// The meters that users have declared, without those of scrapes.
    public synchronized Collection<Declared> declared() {
        return List.copyOf(declared.values());
    }

    /// Takes all samples, or none if one is wrong.
    ///
    /// @return the number of samples that were dropped because their meter already has its maximum of series
    /// @throws IllegalArgumentException if one of them fits no declared meter
    public synchronized int push(List<Sample> samples) {
        if (samples.size() > MOST_SAMPLES) {
            throw new IllegalArgumentException(samples.size() + " samples at once, at most " + MOST_SAMPLES + " are taken");
        }
        samples.forEach(this::check);
        return (int) samples.stream().filter(sample -> !take(sample)).count();
    }

    private void check(Sample sample) {
        Series series = sample.series();
        Meter known = pushable(series.meter());
        if (known == null) {
            throw new IllegalArgumentException("no meter " + series.meter() + " is declared to push to");
        }
        if (series.labels().size() != known.labelNames().size()) {
            throw new IllegalArgumentException("meter " + series.meter() + " has labels " + known.labelNames() + ", got "
                    + series.labels().size() + " values");
        }
        if (series.labels().stream().anyMatch(label -> label.length() > LONGEST_LABEL)) {
            throw new IllegalArgumentException(
                    "meter " + series.meter() + ": a label value is longer than " + LONGEST_LABEL + " characters");
        }
        if (known.kind() == MeterKind.COUNTER && !(sample.value() >= 0 && sample.value() <= MOST_GROWTH)) {
            throw new IllegalArgumentException(
                    "meter " + series.meter() + " is a counter: it grows by 0 to " + MOST_GROWTH + " at once, got " + sample.value());
        }
    }

    private boolean take(Sample sample) {
        Meter meter = pushable(sample.series().meter());
        if (meter == null) {
            return false;
        }
        boolean ofScrape = scraped.containsKey(meter.id());
        boolean fresh = !registry.holds(sample.series());
        if (fresh && (weight + weight(meter) > MOST_WEIGHT || ofScrape && scrapedWeight >= MOST_SCRAPED_WEIGHT)) {
            dropped.increment();
            return false;
        }
        String[] labels = sample.series().labels().toArray(String[]::new);
        switch (meter.kind()) {
            case COUNTER -> registry.counter(meter, labels).add(sample.value());
            case DISTRIBUTION -> registry.distribution(meter, labels).record(sample.value());
            case GAUGE -> {
                Series series = sample.series();
                if (!levels.containsKey(series)) {
                    registry.gauge(meter, () -> level(series), labels);
                }
                if (registry.holds(series)) {
                    levels.put(series, new Level(sample.value(), nanos.getAsLong()));
                }
            }
        }
        boolean held = registry.holds(sample.series());
        weight += fresh && held ? weight(meter) : 0;
        scrapedWeight += fresh && held && ofScrape ? 1 : 0;
        return held;
    }

    private static int weight(Meter meter) {
        return meter.kind() == MeterKind.DISTRIBUTION ? DISTRIBUTION_WEIGHT : 1;
    }

    private double level(Series series) {
        Level level = levels.get(series);
        return level == null || nanos.getAsLong() - level.atNanos > STALE_NANOS ? Double.NaN : level.value;
    }

    private synchronized void forgetOld() {
        long now = nanos.getAsLong();
        levels.entrySet().removeIf(entry -> {
            boolean old = now - entry.getValue().atNanos > FORGOTTEN_NANOS && !derived.containsKey(entry.getKey().meter());
            if (old) {
                registry.remove(entry.getKey());
                weight--;
                scrapedWeight -= scraped.containsKey(entry.getKey().meter()) ? 1 : 0;
            }
            return old;
        });
    }

    /// Computes derived meters from a frame; the next frame contains their values.
    public void accept(Frame frame) {
        if (frame.sequence() % 60 == 0) {
            forgetOld();
        }
        if (derived.isEmpty()) {
            return;
        }
        WindowFigures figures = new WindowFigures(frame);
        derived.forEach((id, expression) -> {
            double[] values = expression.operands().stream()
                    .mapToDouble(operand -> figures.figure(operand, registry.meter(operand.meter()) != null))
                    .toArray();
            double value = java.util.Arrays.stream(values).allMatch(Double::isFinite) ? expression.value(values) : Double.NaN;
            levels.put(Series.of(id), new Level(value, nanos.getAsLong()));
        });
    }
}
