package gpudyno.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Recorded arrivals with their numbers of tokens. A trace is scanned once for its length and for mistakes, and read again while it is
/// played, in constant memory however long it is.
///
/// CSV with a head, JSON lines or a JSON array; [TraceColumns] knows what the public traces call their columns. Times are dates or numbers.
/// A number's unit is what its column says (`offset_s`), else seconds where numbers have fractions or BurstGPT wrote them, else what makes
/// the likelier rate: whole milliseconds, unless those gave more than [#LIKELIEST_RATE] arrivals a second. [#notes] says what was taken.
public final class Trace {
    /// How many lines an arrival may be out of order.
    private static final int WINDOW = 10_000;
    private static final double LIKELIEST_RATE = 100;
    private static final double LONGEST_SECONDS = Duration.ofDays(3660).toSeconds();
    /// Lengths drawn from a trace come of at most so many of its lines, drawn evenly.
    private static final int MOST_DRAWN = 100_000;
    private static final int[] BLOCKS = {512, 16, 256, 128, 64, 32, 1024, 2048};
    /// Stamps beyond are seconds, milliseconds, microseconds and nanoseconds of the Unix epoch: none of a few years' relative times.
    private static final double EPOCH_SECONDS = 1e9;

    /// The trace scanned last: a run asks for the same one several times.
    private static volatile @Nullable Known last;

    private record Known(Path file, FileTime changed, long size, Trace trace) {}

    /// Of numbers that are times.
    public enum Unit {
        SECONDS(1),
        MILLISECONDS(1e-3),
        MICROSECONDS(1e-6),
        NANOSECONDS(1e-9);

        private final double seconds;

        Unit(double seconds) {
            this.seconds = seconds;
        }

        /// Reads `s`, `ms`, `us` or `ns`.
        public static Unit parse(String text) {
            return switch (text.strip()) {
                case "s" -> SECONDS;
                case "ms" -> MILLISECONDS;
                case "us" -> MICROSECONDS;
                case "ns" -> NANOSECONDS;
                default -> throw new IllegalArgumentException("a unit of times is s, ms, us or ns, got '" + text + "'");
            };
        }
    }

    @FunctionalInterface
    private interface Opening {
        BufferedReader open() throws IOException;
    }

    /// @param seconds from the first arrival
    /// @param blocks hashes of the prompt's blocks of tokens, in order; empty where the trace has none
    public record Arrival(double seconds, int inputTokens, int outputTokens, List<Long> blocks) {}

    private final String name;
    private final Opening opening;
    private Unit unit = Unit.SECONDS;
    private String reason = "";
    private boolean dated;
    private long count;
    private double first = Double.POSITIVE_INFINITY;
    private double end = Double.NEGATIVE_INFINITY;
    private int blockTokens;

    private Trace(String name, Opening opening) {
        this.name = name;
        this.opening = opening;
    }

    private Trace(Trace other, Unit unit) {
        this(other.name, other.opening);
        this.unit = unit;
        reason = "as stated";
        dated = other.dated;
        count = other.count;
        first = other.first;
        end = other.end;
        blockTokens = other.blockTokens;
    }

    /// @throws IllegalArgumentException naming the file and the line that cannot be read
    public static Trace read(String file) {
        try {
            Path path = Path.of(file);
            FileTime changed = Files.getLastModifiedTime(path);
            long size = Files.size(path);
            Known known = last;
            if (known != null && known.file.equals(path) && known.changed.equals(changed) && known.size == size) {
                return known.trace;
            }
            Trace trace = new Trace(file, () -> TextFile.open(path)).scan();
            last = new Known(path, changed, size, trace);
            return trace;
        } catch (IOException e) {
            throw new IllegalArgumentException("trace " + file + " cannot be read: " + e, e);
        }
    }

    /// @param name what the text came from, for people
    /// @throws IllegalArgumentException naming the line that cannot be read
    public static Trace parse(String name, String text) {
        try {
            return new Trace(name, () -> new BufferedReader(new StringReader(text))).scan();
        } catch (IOException e) {
            throw new IllegalArgumentException("trace " + name + " cannot be read: " + e, e);
        }
    }

    private Trace scan() throws IOException {
        long[] fitting = new long[BLOCKS.length];
        boolean fractions = false;
        TraceRows rows = new TraceRows(name, opening.open());
        Ordered ordered = new Ordered(rows, name);
        for (TraceRows.Row row = ordered.next(); row != null; row = ordered.next()) {
            dated = count == 0 ? row.dated() : dated;
            if (dated != row.dated()) {
                throw new IllegalArgumentException(
                        "trace " + name + ", line " + row.line() + ": its time is " + (row.dated() ? "a date" : "a number")
                                + ", those before are not");
            }
            first = Math.min(first, row.stamp());
            end = Math.max(end, row.stamp());
            fractions |= row.stamp() != Math.rint(row.stamp());
            count++;
            for (int i = 0; i < BLOCKS.length && !row.blocks().isEmpty(); i++) {
                fitting[i] += Math.ceilDiv(row.inputTokens(), BLOCKS[i]) == row.blocks().size() ? 1 : 0;
            }
        }
        if (count == 0) {
            throw new IllegalArgumentException("trace " + name + " holds no arrival");
        }
        blockTokens = mostFitting(fitting);
        decide(rows, fractions);
        if (!(seconds() <= LONGEST_SECONDS)) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "trace %s lasts %.0f days, its times taken as %s; ten years is the most",
                            name, seconds() / 86_400, words(unit)));
        }
        return this;
    }

    private static int mostFitting(long[] fitting) {
        int best = 0;
        for (int i = 1; i < fitting.length; i++) {
            best = fitting[i] > fitting[best] ? i : best;
        }
        return BLOCKS[best];
    }

    private void decide(TraceRows rows, boolean fractions) {
        Unit stated = rows.unit();
        double perUnit = count / Math.max(1e-9, end - first);
        if (dated) {
            reason = "dates";
        } else if (stated != null) {
            take(stated, "as its column says");
        } else if (first >= EPOCH_SECONDS) {
            double magnitude = first / EPOCH_SECONDS;
            take(magnitude < 100
                    ? Unit.SECONDS
                    : magnitude < 1e5 ? Unit.MILLISECONDS : magnitude < 1e8 ? Unit.MICROSECONDS : Unit.NANOSECONDS,
                    "for they are times of the Unix epoch");
        } else if (rows.isBurstGpt()) {
            take(Unit.SECONDS, "as BurstGPT writes them");
        } else if (fractions) {
            take(Unit.SECONDS, "for they have fractions");
        } else if (perUnit * 1000 <= LIKELIEST_RATE || count == 1) {
            take(Unit.MILLISECONDS, "for whole numbers so far apart");
        } else {
            take(Unit.SECONDS, String.format(Locale.ROOT, "for as milliseconds they would be %.0f arrivals a second", perUnit * 1000));
        }
    }

    private void take(Unit taken, String why) {
        unit = taken;
        reason = why;
    }

    private static String words(Unit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }

    /// The same with times of another unit; dates have none.
    public Trace in(Unit other) {
        if (dated) {
            throw new IllegalArgumentException("trace " + name + " holds dates, which have no unit");
        }
        return new Trace(this, other);
    }

    /// How many seconds of this trace one second of the other trace corresponds to: the factor for a replay's time scale to play this trace
    /// in the other's unit.
    public double scaleTo(Trace other) {
        return other.unit.seconds / unit.seconds;
    }

    /// The assumptions made, as text for people.
    public List<String> notes() {
        String times = dated ? "dates" : words(unit) + ", " + reason + " (--trace-unit says otherwise)";
        return List.of(String.format(Locale.ROOT, "trace %s: %,d arrivals over %.3f s; its times are %s", name, count,
                seconds(), times));
    }

    public long count() {
        return count;
    }

    /// From the first arrival to the last.
    private double seconds() {
        return (end - first) * unit.seconds;
    }

    /// Tokens of a block that a hash stands for.
    int blockTokens() {
        return blockTokens;
    }

    /// Up to just past the last arrival.
    public Duration length(double timeScale) {
        return Duration.ofNanos(Math.round(seconds() * timeScale * 1e9)).plusNanos(1);
    }

    FireTimes arrivals(double timeScale) {
        Iterator<Arrival> next = arrivals();
        return () -> next.hasNext() ? Math.round(next.next().seconds * timeScale * 1e9) : Long.MAX_VALUE;
    }

    /// All arrivals in order of time, the first at 0, read as they are asked for.
    ///
    /// @throws IllegalArgumentException while it is read, if the file has changed since its scan
    public Iterator<Arrival> arrivals() {
        try {
            Ordered ordered = new Ordered(new TraceRows(name, opening.open()), name);
            return new Iterator<>() {
                private TraceRows.@Nullable Row next = ordered.next();

                @Override
                public boolean hasNext() {
                    return next != null;
                }

                @Override
                public Arrival next() {
                    TraceRows.Row row = next;
                    if (row == null) {
                        throw new NoSuchElementException();
                    }
                    next = ordered.next();
                    return new Arrival((row.stamp() - first) * unit.seconds, row.inputTokens(), row.outputTokens(), row.blocks());
                }
            };
        } catch (IOException e) {
            throw new IllegalArgumentException("trace " + name + " cannot be read: " + e, e);
        }
    }

    /// Some of its arrivals, each as likely as any other: all where they are few.
    List<Arrival> drawn(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Arrival> kept = new ArrayList<>();
        long seen = 0;
        for (Iterator<Arrival> all = arrivals(); all.hasNext(); seen++) {
            Arrival arrival = all.next();
            long place = seen < MOST_DRAWN ? seen : random.nextLong(seen + 1);
            if (seen < MOST_DRAWN) {
                kept.add(arrival);
            } else if (place < MOST_DRAWN) {
                kept.set((int) place, arrival);
            }
        }
        return kept;
    }

    /// Rows in order of time, where none stands more than [#WINDOW] lines from its place.
    private static final class Ordered {
        private final TraceRows rows;
        private final String name;
        private final PriorityQueue<TraceRows.Row> ahead = new PriorityQueue<>(
                Comparator.comparingDouble(TraceRows.Row::stamp).thenComparingLong(TraceRows.Row::line));
        private double told = Double.NEGATIVE_INFINITY;
        private boolean ended;

        Ordered(TraceRows rows, String name) {
            this.rows = rows;
            this.name = name;
        }

        TraceRows.@Nullable Row next() {
            try {
                while (!ended && ahead.size() < WINDOW) {
                    TraceRows.Row row = rows.next();
                    ended = row == null;
                    if (row != null) {
                        ahead.add(row);
                    }
                }
            } catch (IOException e) {
                throw new IllegalArgumentException("trace " + name + " cannot be read: " + e, e);
            }
            TraceRows.Row next = ahead.poll();
            if (next != null) {
                if (next.stamp() < told) {
                    throw new IllegalArgumentException("trace " + name + ", line " + next.line() + ": its time lies before those of the "
                            + WINDOW + " lines before it; sort the trace by time");
                }
                told = next.stamp();
            }
            return next;
        }
    }
}
