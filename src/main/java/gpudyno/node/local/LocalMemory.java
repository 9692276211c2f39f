package gpudyno.node.local;

import gpudyno.gpu.HostMeters;
import gpudyno.gpu.memory.MemoryOptimizer;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobType;
import gpudyno.model.memory.MemoryAction;
import gpudyno.model.memory.MemoryProfile;
import gpudyno.model.memory.Mode;
import gpudyno.model.memory.Reclaimable;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Recommendation;
import gpudyno.model.node.Recommendation.Gain;
import gpudyno.model.target.Module;
import gpudyno.node.Activity;
import gpudyno.node.MemoryCare;
import gpudyno.serve.ModelServer;
import gpudyno.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The memory of this node's devices, watched and cared for.
final class LocalMemory implements MemoryCare, NodeModule {
    private static final String SHRINK = "backend.arena.shrink";
    private static final int KEPT = 200;
    private static final int SHOWN = 20;

    private final MemoryOptimizer optimizer;
    private final KnobRegistry knobs;
    private final Recorder recorder;
    private final BiConsumer<Severity, String> say;
    /// Newest first.
    private final List<MemoryAction> actions;
    private volatile Mode mode = Mode.RECOMMEND;

    /// @param say is told what was done
    LocalMemory(ModelServer server, MeterRegistry meters, KnobRegistry knobs, Store store, Recorder recorder, Workplace workplace,
            LocalChanges changes, BiConsumer<Severity, String> say) {
        this.knobs = knobs;
        this.recorder = recorder;
        this.say = say;
        actions = new ArrayList<>(store.memoryActions().newest(KEPT));
        optimizer = new MemoryOptimizer(List.of(new BackendMemory(server)), HostMeters.MEMORY_BUDGET_BYTES, meters, InstantSource.system(),
                new Caring(server, workplace));
        knobs.register(new Knob(Mode.KNOB, new KnobType.Choice(Mode.words()), "",
                "What is done when memory runs short: nothing, a recommendation, or freeing memory and bounding batches", ChangeCost.FREE,
                false), mode::word, word -> mode = Mode.of((String) word));
        changes.state(BOARD, this::board, board -> List.of(board.mode(), board.batchCap(), board.actions(),
                board.profiles().stream().map(profile -> profile.device() + profile.pressure()).toList()));
    }

    private final class Caring implements MemoryOptimizer.Host {
        private final ModelServer server;
        private final Workplace workplace;

        Caring(ModelServer server, Workplace workplace) {
            this.server = server;
            this.workplace = workplace;
        }

        @Override
        public Mode mode() {
            return mode;
        }

        @Override
        public boolean isMeasuring() {
            return workplace.activity().filter(activity -> activity.kind() == Activity.Kind.SESSION).isPresent();
        }

        @Override
        public int batchSize() {
            return server.batchSize();
        }

        @Override
        public void boundBatches(int most) {
            server.boundBatches(most);
        }

        @Override
        public void done(MemoryAction action) {
            keep(action);
            say.accept(action.failure() == null ? Severity.INFO : Severity.WARNING, action.line());
        }

        @Override
        public void completed(MemoryAction action) {
            keep(action);
        }

        @Override
        public void later(Runnable work) {
            Thread.ofVirtual().name("memory").start(work);
        }
    }

    /// In place of what is known of the same action.
    private void keep(MemoryAction action) {
        synchronized (actions) {
            actions.removeIf(
                    known -> known.at().equals(action.at()) && known.kind() == action.kind() && known.device().equals(action.device()));
            actions.addFirst(action);
            actions.sort(Comparator.comparing(MemoryAction::at).reversed());
            while (actions.size() > KEPT) {
                actions.removeLast();
            }
        }
        recorder.write(to -> to.memoryActions().put(action));
    }

    @Override
    public String title() {
        return "Memory";
    }

    @Override
    public void accept(Frame frame) {
        optimizer.accept(frame);
    }

    @Override
    public Board board() {
        return new Board(mode, optimizer.batchCap(), optimizer.profiles(), actions().stream().limit(SHOWN).toList());
    }

    @Override
    public List<MemoryAction> actions() {
        synchronized (actions) {
            return List.copyOf(actions);
        }
    }

    @Override
    public MemoryAction trim(String device, Reclaimable.Depth depth) {
        return optimizer.trim(device, depth);
    }

    /// Gives unused memory of the device back that has most in use.
    ///
    /// @return its memory in percent after it; empty where nothing of the node holds memory of it, or it could not be given back
    Optional<Double> trimUnused() {
        List<MemoryProfile> now = optimizer.profiles();
        if (now.isEmpty() || now.getFirst().idle() == 0) {
            return Optional.empty();
        }
        MemoryProfile busiest = now.getFirst();
        MemoryAction done = trim(busiest.device(), Reclaimable.Depth.SHRINK);
        return done.failure() != null
                ? Optional.empty()
                : Optional.of(100.0 * Math.max(0, busiest.used() - done.freed()) / busiest.total());
    }

    /// To give unused memory back after every call, where much is unused and memory is short.
    List<Recommendation> recommendations() {
        if (mode != Mode.RECOMMEND || Boolean.TRUE.equals(knobs.current().values().get(SHRINK))) {
            return List.of();
        }
        return optimizer.wasteful().stream().map(LocalMemory::shrinking).toList();
    }

    private static Recommendation shrinking(MemoryProfile profile) {
        double after = 100.0 * (profile.used() - profile.idle()) / profile.total();
        return new Recommendation("Give unused memory back after every call", Configuration.of(Map.of(SHRINK, true)),
                String.format(Locale.ROOT, "memory of %s from %.0f to about %.0f %%", profile.device(), profile.percent(), after),
                String.format(Locale.ROOT, "%.0f MiB that the backend holds are not in use", profile.idle() / (double) (1 << 20)),
                new Gain("memory", "%", profile.percent(), after, List.of()), null);
    }

    @Override
    public List<Readiness> readiness() {
        List<MemoryProfile> now = optimizer.profiles();
        if (now.isEmpty()) {
            return List.of(new Readiness(Module.GPU_OPTIMIZER, Readiness.State.LEARNING, "no memory was read yet"));
        }
        MemoryProfile busiest = now.getFirst();
        return List.of(new Readiness(Module.GPU_OPTIMIZER, mode == Mode.OFF ? Readiness.State.OFF : Readiness.State.WORKING,
                mode == Mode.OFF
                        ? "memory.optimizer is off"
                        : String.format(Locale.ROOT, "%s: pressure %s at %.0f %%, mode %s", busiest.device(), busiest.pressure().title(),
                                busiest.percent(), mode.word())));
    }
}
