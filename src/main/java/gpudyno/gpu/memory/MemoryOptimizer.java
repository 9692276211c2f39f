package gpudyno.gpu.memory;

import gpudyno.model.memory.MemoryAction;
import gpudyno.model.memory.MemoryAction.Kind;
import gpudyno.model.memory.MemoryProfile;
import gpudyno.model.memory.Mode;
import gpudyno.model.memory.Reclaimable;
import gpudyno.model.memory.Reclaimable.Depth;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Watches the memory of all devices, frame by frame, and in automatic mode acts on it: unused memory is given back, and batches are bounded
/// while memory is short. What was done is told with its measured effect.
public final class MemoryOptimizer {
    /// Seconds before and after an action whose p95 are compared.
    static final Duration COMPARED = Duration.ofSeconds(10);

    private final List<Reclaimable> reclaimables;
    private final Host host;
    private final Profiles profiles;
    private final MemoryGauges gauges;
    private final Cleaner cleaner;
    private final BatchGovernor governor = new BatchGovernor();
    private final Map<String, TrimRule> rules = new HashMap<>();
    private final ArrayDeque<Frame> last = new ArrayDeque<>();
    private final List<MemoryAction> open = new ArrayList<>();
    private volatile List<MemoryProfile> now = List.of();

    /// What the optimizer needs of its node.
    public interface Host {
        Mode mode();

        /// Whether a tuning session measures: nothing is done by itself then, and batches are not bounded.
        boolean isMeasuring();

        /// Most items of a batch, as its knob is set.
        int batchSize();

        /// Bounds batches.
        ///
        /// @param most items; 0 for no bound but the knob's
        void boundBatches(int most);

        /// Something was done.
        void done(MemoryAction action);

        /// The p95 after an action is known now.
        void completed(MemoryAction action);

        /// Runs what may take a while, off the thread of the frames.
        void later(Runnable work);
    }

    /// @param reclaimables what can give memory back
    /// @param budget bytes that count as the memory of the host
    /// @param clock the one frames are stamped by
    public MemoryOptimizer(List<Reclaimable> reclaimables, long budget, MeterRegistry registry, InstantSource clock, Host host) {
        this.reclaimables = List.copyOf(reclaimables);
        this.host = host;
        profiles = new Profiles(this.reclaimables, budget);
        gauges = new MemoryGauges(registry);
        cleaner = new Cleaner(this.reclaimables, clock);
    }

    /// Takes in a second.
    public synchronized void accept(Frame frame) {
        last.addLast(frame.only(List.of(Meters.RESPONSE.id())));
        // A frame of a machine that stood still is longer than what is compared.
        while (last.size() > 1 && last.getFirst().start().isBefore(frame.end().minus(COMPARED))) {
            last.removeFirst();
        }
        List<MemoryProfile> read = profiles.of(frame);
        now = read;
        gauges.show(read);
        complete(frame.end());
        boolean acts = host.mode() == Mode.AUTOMATIC && !host.isMeasuring();
        if (!acts) {
            if (governor.lift()) {
                host.boundBatches(0);
                host.done(bounded(frame.end(), "the optimizer no longer acts"));
            }
            return;
        }
        read.stream().filter(profile -> isOurs(profile.device())).findFirst().ifPresent(this::act);
    }

    private boolean isOurs(String device) {
        return reclaimables.stream().anyMatch(one -> one.device().equals(device));
    }

    private void act(MemoryProfile profile) {
        if (governor.take(profile.at(), profile.percent())) {
            host.boundBatches(batchCap());
            host.done(bounded(profile.at(), String.format(Locale.ROOT, "%.0f %% of the memory are in use", profile.percent())));
        } else if (governor.isBounding()) {
            // The knob may have been turned.
            host.boundBatches(governor.of(host.batchSize()));
        }
        TrimRule rule = rules.computeIfAbsent(profile.device(), _ -> new TrimRule());
        if (!cleaner.isBusy()) {
            rule.due(profile, governor.isBounding()).ifPresent(due -> host.later(() -> {
                Kind kind = due.depth() == Depth.RECYCLE ? Kind.RECYCLE : Kind.AUTOMATIC_TRIM;
                MemoryAction action = clean(profile.device(), kind, due.depth(), due.why());
                synchronized (this) {
                    rule.done(action, profile.idle());
                }
            }));
        }
    }

    private MemoryAction bounded(Instant at, String why) {
        return new MemoryAction(at, Profiles.HOST, Kind.BATCH_CAP, why, null, null, 0, batchCap(), null, null, null);
    }

    /// Gives memory back at a person's word.
    ///
    /// @throws IllegalArgumentException if nothing of the node holds memory of that device
    /// @throws IllegalStateException while a tuning session measures
    public MemoryAction trim(String device, Depth depth) {
        cleaner.check(device);
        if (host.isMeasuring()) {
            throw new IllegalStateException("a tuning session measures; giving memory back would disturb it: stop it first");
        }
        return clean(device, depth == Depth.RECYCLE ? Kind.RECYCLE : Kind.TRIM, depth, "asked for");
    }

    private MemoryAction clean(String device, Kind kind, Depth depth, String why) {
        MemoryAction action = cleaner.clean(device, kind, depth, why, p95());
        synchronized (this) {
            profiles.restart(device);
            open.add(action);
        }
        host.done(action);
        return action;
    }

    /// Of the last seconds; null where nothing was answered.
    private synchronized @Nullable Double p95() {
        Histogram answers = Histogram.merge(last.stream().map(frame -> frame.distribution(Meters.RESPONSE.id())).toList());
        return answers.count() == 0 ? null : answers.percentile(95);
    }

    private void complete(Instant at) {
        open.removeIf(action -> {
            boolean over = !at.isBefore(action.at().plus(COMPARED));
            if (over) {
                Double after = p95();
                if (after != null) {
                    host.completed(action.with(after));
                }
            }
            return over;
        });
    }

    /// The devices at the last frame, the fullest first.
    public List<MemoryProfile> profiles() {
        return now;
    }

    /// Most items of a batch while memory is short; 0 while nothing bounds it but its knob.
    public synchronized int batchCap() {
        return governor.isBounding() ? governor.of(host.batchSize()) : 0;
    }

    /// The device whose unused memory is worth giving back, if there is one: at medium pressure or above.
    public Optional<MemoryProfile> wasteful() {
        return now.stream().filter(profile -> profile.pressure().level() > 0 && TrimRule.isWorth(profile)).findFirst();
    }
}
