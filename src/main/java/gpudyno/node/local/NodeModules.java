package gpudyno.node.local;

import gpudyno.model.meter.Frame;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Readiness.State;
import gpudyno.model.target.Module;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// The modules of a node, in the order they were added. One that fails on a frame is degraded until it takes one in again; the others get
/// theirs all the same.
final class NodeModules implements AutoCloseable {
    /// Of several parts of one module the most telling speaks for it.
    private static final List<State> TELLING = List.of(State.OFF, State.LEARNING, State.WORKING, State.DEGRADED);

    private final List<NodeModule> modules = new ArrayList<>();
    private final Map<NodeModule, String> failures = new ConcurrentHashMap<>();
    private final BiConsumer<Severity, String> say;

    /// @param say takes what people should know
    NodeModules(BiConsumer<Severity, String> say) {
        this.say = say;
    }

    /// Called before the first frame; `module` is closed with the others.
    <M extends NodeModule> M add(M module) {
        modules.add(module);
        return module;
    }

    void accept(Frame frame) {
        for (NodeModule module : modules) {
            try {
                module.accept(frame);
                failures.remove(module);
            } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
                String reason = "cannot take in frames: " + e;
                if (!reason.equals(failures.put(module, reason))) {
                    say.accept(Severity.WARNING, module.title() + " " + reason);
                }
            }
        }
    }

    /// How the product's modules are doing. A module no part of which is here says so.
    List<Readiness> readiness() {
        List<Readiness> told = modules.stream().flatMap(module -> readiness(module).stream()).toList();
        return List.of(Module.values()).stream()
                .map(module -> told.stream().filter(one -> one.module() == module)
                        .max(Comparator.comparingInt(one -> TELLING.indexOf(one.state())))
                        .orElse(new Readiness(module, State.OFF, "not part of this version")))
                .toList();
    }

    private List<Readiness> readiness(NodeModule module) {
        String failure = failures.get(module);
        return failure == null
                ? module.readiness()
                : module.readiness().stream().map(one -> new Readiness(one.module(), State.DEGRADED, failure)).toList();
    }

    /// Closes them in reverse order, each whatever the others do.
    @Override
    public void close() {
        for (NodeModule module : modules.reversed()) {
            try {
                module.close();
            } catch (RuntimeException e) {
                say.accept(Severity.WARNING, module.title() + " did not close as it should: " + e);
            }
        }
    }
}
