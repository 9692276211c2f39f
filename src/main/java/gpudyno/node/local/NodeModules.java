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

/// The modules of a node, in the order they were added. A module that fails on a frame counts as degraded until it accepts a frame again.
/// The other modules still get the frame.
final class NodeModules implements AutoCloseable {
    /// If one module has several parts, the state shown is the one that comes last in this list.
    private static final List<State> TELLING = List.of(State.OFF, State.LEARNING, State.WORKING, State.DEGRADED);

    private final List<NodeModule> modules = new ArrayList<>();
    private final Map<NodeModule, String> failures = new ConcurrentHashMap<>();
    private final BiConsumer<Severity, String> say;

    /// @param say receives messages for people
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

    /// The health of the product's modules. A module that this node does not have is reported as such.
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

    /// Closes them in reverse order. If closing one fails, the others are still closed.
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
