package gpudyno.node.spread;

import gpudyno.load.MergedRun;
import gpudyno.model.load.RunPart;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunTally;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import gpudyno.node.NodeUnreachableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One load that several generators send together.
///
/// A generator that is lost in the middle does not end the load: the others send their shares, and what the lost one is not known to have
/// sent is reported as not sent. A generator that comes back before the end has lost nothing.
public final class SpreadLoad {
    /// How long things are waited for.
    ///
    /// @param lead from the order to start until the common start: connections open in it, and a fresh process rehearses for up to 3 s
    /// @param every between two questions to a generator
    /// @param silence after which a generator is told as lost; it may still come back
    /// @param patience with a silent generator after the schedule's end, before its share counts as not sent
    record Waits(Duration lead, Duration every, Duration silence, Duration patience) {
        static final Waits USUAL = new Waits(Duration.ofSeconds(6), Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(10));
    }

    /// Beyond the schedule and the longest silence, for answers and slow links.
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final RunRequest request;
    private final List<SharedRun> runs;
    private final Consumer<String> say;
    private final Instant starts;
    private final Duration length;
    private final Waits waits;
    private volatile boolean stopped;
    private volatile @Nullable RunReport standing;

    private SpreadLoad(RunRequest request, List<SharedRun> runs, Instant starts, Duration length, Consumer<String> say, Waits waits) {
        this.waits = waits;
        this.starts = starts;
        this.request = request;
        this.runs = List.copyOf(runs);
        this.length = length;
        this.say = say;
    }

    /// Starts the load on all generators or, if one refuses, on none.
    ///
    /// @param request of the whole load
    /// @param say is told what happens to generators, for people
    /// @throws IllegalArgumentException if the load cannot be shared, or a generator refuses it; the message names the generator
    /// @throws IllegalStateException if a generator is busy
    public static SpreadLoad start(RunRequest request, List<Generator> generators, Consumer<String> say) throws InterruptedException {
        return start(request, generators, say, Waits.USUAL);
    }

    static SpreadLoad start(RunRequest request, List<Generator> generators, Consumer<String> say, Waits waits) throws InterruptedException {
        int count = generators.size();
        if (count < 1 || count > RunPart.MOST) {
            throw new IllegalArgumentException("a load is spread over 1 to " + RunPart.MOST + " generators, got " + count);
        }
        if (request.scenario() instanceof Scenario.ClosedLoop closed && closed.connections() < count) {
            throw new IllegalArgumentException(closed.connections() + " connections cannot be split over " + count + " generators");
        }
        all(each(generators, index -> {
            generators.get(index).check(share(request, index, count, null));
            return index;
        }));
        List<ClockOffset> clocks = all(each(generators, index -> ClockOffset.measure(generators.get(index)::clock)));
        Instant start = Instant.now().plus(waits.lead);
        Duration length = waits.lead.plus(request.warmup()).plus(request.scenario().duration());
        List<Outcome<SharedRun>> begun = each(generators, index -> {
            Generator generator = generators.get(index);
            ClockOffset clock = clocks.get(index);
            long run = generator.start(share(request, index, count, clock.there(start)));
            return new SharedRun(generator, clock, run, length, waits);
        });
        if (begun.stream().anyMatch(one -> one.failure != null)) {
            // The others have sent nothing yet.
            begun.stream().map(Outcome::value).filter(Objects::nonNull).forEach(SpreadLoad::stopQuietly);
        }
        return new SpreadLoad(request, all(begun), start, length, say, waits);
    }

    /// @param start null for a check alone
    private static RunRequest share(RunRequest whole, int index, int count, @Nullable Instant start) {
        Scenario own = whole.scenario() instanceof Scenario.ClosedLoop(int connections, Duration duration)
                ? new Scenario.ClosedLoop(connections / count + (index < connections % count ? 1 : 0), duration)
                : whole.scenario();
        return whole.shared(own, Math.ceilDiv(whole.connections(), count), new RunPart(index, count, start));
    }

    private record Outcome<T>(@Nullable T value, @Nullable RuntimeException failure) {}

    private interface Task<T> {
        T of(int index);
    }

    /// Asks all generators at once, because a common start leaves no time to ask one after the other.
    private static <T> List<Outcome<T>> each(List<Generator> generators, Task<T> task) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Outcome<T>>> tasks = new ArrayList<>();
            for (int i = 0; i < generators.size(); i++) {
                int index = i;
                tasks.add(() -> {
                    try {
                        return new Outcome<>(task.of(index), null);
                    } catch (IllegalArgumentException e) {
                        return new Outcome<>(null, new IllegalArgumentException(generators.get(index).name() + ": " + e.getMessage(), e));
                    } catch (IllegalStateException e) {
                        return new Outcome<>(null, new IllegalStateException(generators.get(index).name() + ": " + e.getMessage(), e));
                    } catch (RuntimeException e) {
                        return new Outcome<>(null, e);
                    }
                });
            }
            return threads.invokeAll(tasks).stream().map(Future::resultNow).toList();
        }
    }

    private static <T> List<T> all(List<Outcome<T>> outcomes) {
        return outcomes.stream().map(one -> {
            if (one.failure != null) {
                throw one.failure;
            }
            return Objects.requireNonNull(one.value);
        }).toList();
    }

    private static void stopQuietly(SharedRun run) {
        try {
            run.stop();
        } catch (NodeUnreachableException _) {
            // It is told as lost.
        }
    }

    /// The instant at which all generators begin to send, by this machine's clock.
    Instant starts() {
        return starts;
    }

    /// Follows the load to its end.
    ///
    /// @return the report of all generators together
    /// @throws IllegalStateException if no generator has told a figure; the message says why each has not
    public RunReport await() throws InterruptedException {
        return await(_ -> {});
    }

    /// @param observer is told how the load stands each time the generators were asked
    RunReport await(Consumer<RunReport> observer) throws InterruptedException {
        long[] planned = MergedRun.planned(request.scenario(), request.warmup(), request.workload().seed(), runs.size());
        long end = System.nanoTime() + length.plus(request.timeout()).plus(GRACE).toNanos();
        while (runs.stream().anyMatch(run -> !run.isOver()) && System.nanoTime() < end) {
            Thread.sleep(waits.every);
            for (SharedRun run : runs.stream().filter(one -> !one.isOver()).toList()) {
                run.ask().ifPresent(say);
            }
            List<RunTally> known = known();
            if (!known.isEmpty()) {
                RunReport now = merged(known).withGenerators(shares(planned, true));
                standing = now;
                observer.accept(now);
            }
        }
        runs.forEach(SharedRun::giveUp);
        List<RunTally> known = known();
        if (known.isEmpty()) {
            throw new IllegalStateException("no generator measured anything: "
                    + runs.stream().map(run -> run.report(null, null, false, false)).map(one -> one.name() + " (" + one.lost() + ")")
                            .toList());
        }
        RunReport report = merged(known).withGenerators(shares(planned, false));
        return stopped ? report.asInterrupted() : report;
    }

    private List<RunTally> known() {
        return runs.stream().flatMap(run -> run.tally().stream()).toList();
    }

    private RunReport merged(List<RunTally> known) {
        return MergedRun.report(request.scenario(), request.warmup(), request.workload(), bounds(), known);
    }

    private List<Slo> bounds() {
        return request.slo().isBlank() ? List.of() : Slo.parse(request.slo());
    }

    /// @param planned requests of each share; null where the scenario has no schedule
    /// @param sending whether the load is still on, so that what was not sent may yet be
    private List<RunReport.Generator> shares(long @Nullable [] planned, boolean sending) {
        List<RunReport.Generator> each = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            RunReport own = runs.get(i).tally().map(tally -> merged(List.of(tally))).orElse(null);
            each.add(runs.get(i).report(planned == null || stopped ? null : planned[i], own == null ? null : own.lag(),
                    own != null && own.clientLimited(), sending));
        }
        return each;
    }

    /// How the load stands, by what the generators told last; empty before they have.
    public Optional<RunReport> soFar() {
        return Optional.ofNullable(standing);
    }

    /// Stops all generators; [#await] then returns what was measured. From any thread.
    public void stop() {
        stopped = true;
        runs.forEach(SpreadLoad::stopQuietly);
    }
}
