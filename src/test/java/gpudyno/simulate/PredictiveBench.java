package gpudyno.simulate;

import gpudyno.foresight.Outlooks;
import gpudyno.foresight.Pilot;
import gpudyno.model.foresight.AheadAction;
import gpudyno.model.knob.Configuration;
import gpudyno.model.memory.Mode;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Predictive against reactive against fixed: the simulated LLM server's scheduler in virtual time, so that the machine's own load plays no part.
/// The knob is `max-num-seqs`; turning it restarts the server: nothing is computed for ten seconds, and what was under way is computed again.
/// The time to the first token is the latency; above two seconds a request is no goodput, above ten it is an error.
public final class PredictiveBench {
    private static final long SECOND = 1_000_000_000L;
    private static final long RESTART = 10 * SECOND;
    private static final double GOOD_MILLIS = 2_000;
    private static final double LATE_MILLIS = 10_000;
    private static final int SMALL = 12;
    private static final int LARGE = 64;
    private static final String KNOB = "max-num-seqs";

    /// @param at nanoseconds since the start
    private record Request(long at, int prompt, int output) {}

    private enum Way {
        FIXED_SMALL,
        FIXED_LARGE,
        REACTIVE,
        PREDICTIVE
    }

    /// @param turns how often the knob was turned
    /// @param large share of the time at the large setting
    private record Result(double p50, double p95, double errors, double goodput, int turns, double large) {}

    private final List<Request> requests;
    private final Way way;
    private final List<Pilot.Verified> verified;
    private final MeterRegistry meters = new MeterRegistry();
    private final Outlooks outlooks = new Outlooks();
    private final Map<Sequence, Request> live = new LinkedHashMap<>();
    private final List<Double> latencies = new ArrayList<>();
    private final Pilot pilot = new Pilot(0, new Host());
    private StepScheduler scheduler;
    private long now;
    private long resumes;
    private int setting;
    private int turns;
    private int calm;
    private long largeTime;
    private double lastRate;

    private PredictiveBench(List<Request> requests, Way way, List<Pilot.Verified> verified) {
        this.requests = requests;
        this.way = way;
        this.verified = verified;
        setting = way == Way.FIXED_LARGE ? LARGE : SMALL;
        scheduler = scheduler(setting);
    }

    private StepScheduler scheduler(int most) {
        return new StepScheduler(new LlmSettings(most, 2048, 0.9, 16_384, 16, false, 8000, 40, 150), () -> now);
    }

    private final class Host implements Pilot.Host {
        @Override
        public Mode mode() {
            return Mode.AUTOMATIC;
        }

        @Override
        public List<Pilot.Verified> verified() {
            return verified;
        }

        @Override
        public Configuration current() {
            return Configuration.of(Map.of(KNOB, (long) setting));
        }

        @Override
        public void turn(Configuration change) {
            restart((int) change.whole(KNOB));
        }

        @Override
        public Optional<Double> trim() {
            return Optional.empty();
        }

        @Override
        public void did(AheadAction action) {
            // The table shows what became of it.
        }

        @Override
        public void stopped(String why) {
            System.out.println("    the optimizer stopped by itself: " + why);
        }
    }

    private void restart(int most) {
        setting = most;
        turns++;
        scheduler = scheduler(most);
        Map<Sequence, Request> again = new LinkedHashMap<>();
        live.values().forEach(request -> again.put(sequence(request), request));
        live.clear();
        live.putAll(again);
        live.keySet().forEach(scheduler::add);
        resumes = now + RESTART;
    }

    private static Sequence sequence(Request request) {
        return new Sequence(Collections.nCopies(request.prompt, "word"), request.output);
    }

    private Result run() {
        int next = 0;
        long tick = 10 * SECOND;
        while (next < requests.size() || !live.isEmpty()) {
            long due = next < requests.size() ? requests.get(next).at : Long.MAX_VALUE;
            if (due <= now) {
                Request request = requests.get(next++);
                Sequence sequence = sequence(request);
                live.put(sequence, request);
                scheduler.add(sequence);
                meters.counter(Meters.ARRIVALS).increment();
            } else if (now >= tick) {
                look(tick);
                tick += 10 * SECOND;
            } else if (live.isEmpty() || now < resumes) {
                now = Math.min(Math.min(due, tick), live.isEmpty() ? Long.MAX_VALUE : resumes);
            } else {
                step();
            }
        }
        double[] sorted = latencies.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double late = Arrays.stream(sorted).filter(one -> one > LATE_MILLIS).count();
        double good = Arrays.stream(sorted).filter(one -> one <= GOOD_MILLIS).count();
        return new Result(sorted[sorted.length / 2], sorted[(int) (0.95 * sorted.length)], 100 * late / sorted.length,
                good / (now / (double) SECOND), turns, 100.0 * largeTime / now);
    }

    private void step() {
        long began = now;
        StepScheduler.Step step = scheduler.step();
        now += Math.round(step.micros() * 1000);
        largeTime += setting == LARGE ? now - began : 0;
        scheduler.tell(step);
        for (Sequence sequence : step.told()) {
            Request request = live.get(sequence);
            if (request != null && sequence.generated == 1) {
                double millis = (now - request.at) / 1e6;
                latencies.add(millis);
                meters.distribution(Meters.RESPONSE).record(millis);
            }
            if (sequence.generated == sequence.maxTokens) {
                live.remove(sequence);
            }
        }
    }

    private void look(long tick) {
        Instant at = Instant.EPOCH.plusNanos(tick);
        Frame frame = meters.close(tick, at.minusSeconds(10), Duration.ofSeconds(10));
        outlooks.learn(frame);
        lastRate = frame.rate(Meters.ARRIVALS.id());
        if (way == Way.PREDICTIVE) {
            pilot.accept(at, outlooks.outlooks());
        } else if (way == Way.REACTIVE) {
            react();
        }
    }

    /// By the same bounds as the predictive optimizer, held against what came in the last ten seconds.
    private void react() {
        double held = verified.getFirst().heldRate();
        calm = lastRate < 0.4 * held ? calm + 1 : 0;
        if (setting == SMALL && lastRate > 0.7 * held) {
            restart(LARGE);
        } else if (setting == LARGE && calm >= 30) {
            restart(SMALL);
        }
    }

    /// The highest rate, by halves, at which 95 % of the first tokens come within a second.
    private static double held(int most, List<Request> like) {
        double held = 0.5;
        for (double rate = 1; rate <= 20; rate += 0.5) {
            Random random = new Random(1);
            List<Request> load = new ArrayList<>();
            double at = 0;
            while (at < 300) {
                at += -Math.log(1 - random.nextDouble()) / rate;
                Request one = like.get(random.nextInt(like.size()));
                load.add(new Request((long) (at * SECOND), one.prompt, one.output));
            }
            if (new PredictiveBench(load, most == LARGE ? Way.FIXED_LARGE : Way.FIXED_SMALL, List.of()).run().p95 > 1000) {
                break;
            }
            held = rate;
        }
        return held;
    }

    private static List<Request> azure(Path file) throws IOException {
        List<Request> all = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        long start = -1;
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            LocalDateTime at = LocalDateTime.parse(cells[0].replace(' ', 'T'));
            long nanos = Duration.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), at).toNanos();
            start = start < 0 ? nanos : start;
            all.add(new Request(nanos - start, Integer.parseInt(cells[1]), Math.max(1, Integer.parseInt(cells[2]))));
        }
        return all;
    }

    /// Keeps each request by chance, so that each seed is another load of the same shape.
    private static List<Request> thinned(List<Request> all, double share, long seed) {
        Random random = new Random(seed);
        return all.stream().filter(_ -> random.nextDouble() < share).toList();
    }

    /// A day in two hours, twice: its rate goes up and down between a fifth and nine fifths of the mean.
    private static List<Request> wave(List<Request> like, double mean, long seed) {
        Random random = new Random(seed);
        List<Request> load = new ArrayList<>();
        double at = 0;
        while (at < 4 * 3600) {
            double rate = mean * (1 - 0.8 * Math.cos(2 * Math.PI * at / 7200));
            at += -Math.log(1 - random.nextDouble()) / rate;
            Request one = like.get(random.nextInt(like.size()));
            load.add(new Request((long) (at * SECOND), one.prompt, one.output));
        }
        return load;
    }

    private static void compare(String name, List<List<Request>> bySeed, List<Pilot.Verified> verified) {
        for (int seed = 0; seed < bySeed.size(); seed++) {
            for (Way way : Way.values()) {
                Result result = new PredictiveBench(bySeed.get(seed), way, verified).run();
                System.out.printf(Locale.ROOT, "%-12s %4d  %-12s %8.0f %9.0f %9.2f %10.2f %6d %8.0f%n", name, seed + 1,
                        way.name().toLowerCase(Locale.ROOT).replace('_', ' '), result.p50, result.p95, result.errors, result.goodput,
                        result.turns, result.large);
            }
        }
    }

    /// @param arguments the trace; a CSV with timestamp, prompt and output tokens
    public static void main(String... arguments) throws IOException {
        List<Request> trace = azure(Path.of(arguments[0]));
        List<Pilot.Verified> verified = List.of(
                new Pilot.Verified(Configuration.of(Map.of(KNOB, (long) SMALL)), held(SMALL, trace), null),
                new Pilot.Verified(Configuration.of(Map.of(KNOB, (long) LARGE)), held(LARGE, trace), null));
        System.out.printf(Locale.ROOT, "max-num-seqs %d holds %.1f req/s, %d holds %.1f; %s within 1 s%n", SMALL,
                verified.get(0).heldRate(),
                LARGE, verified.get(1).heldRate(), DerivedMeters.LATENCY_P95);
        System.out.println("load         seed  way           p50 ms    p95 ms  errors %  goodput/s  turns  large %");
        double mean = trace.size() / (trace.getLast().at / (double) SECOND);
        double share = Math.min(1, verified.get(0).heldRate() / mean);
        compare("azure", List.of(thinned(trace, share, 1), thinned(trace, share, 2), thinned(trace, share, 3)), verified);
        double level = verified.get(0).heldRate();
        compare("daily wave", List.of(wave(trace, level, 1), wave(trace, level, 2), wave(trace, level, 3)), verified);
    }
}
