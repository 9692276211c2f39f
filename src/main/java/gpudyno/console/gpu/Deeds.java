package gpudyno.console.gpu;

import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Dialogs.Confirmation;
import gpudyno.model.gpu.EndSignal;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.memory.Reclaimable.Depth;
import gpudyno.node.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the page does to a node's devices and processes. Each is asked for in words first, with the way back.
final class Deeds {
    private final Workbench bench;

    Deeds(Workbench bench) {
        this.bench = bench;
    }

    private Optional<Node> node() {
        return bench.node().get().map(NodeViewModel::node);
    }

    void apply(ControlsPanel.Wanted wanted) {
        String moves = wanted.moves().stream().map(ControlsPanel.Move::words).collect(Collectors.joining("\n"));
        node().ifPresent(node -> bench.dialogs().confirm(new Confirmation("Set " + wanted.place() + "?",
                moves + "\n\nIt takes effect at once for all who use the device. Undo puts the values back; so does the node when it ends.",
                "Apply", false), () -> turn(node, wanted)));
    }

    private void turn(Node node, ControlsPanel.Wanted wanted) {
        Map<String, Object> values = new LinkedHashMap<>();
        wanted.moves().forEach(move -> values.put(move.state().knob(),
                move.state().control().isSwitch() ? (Object) (move.to() > 0) : (Object) Math.round(move.to())));
        bench.calls().call(() -> node.knobs().turn(values, "console"), change -> bench.dialogs().done("Set " + wanted.place(),
                () -> turnBack(node, wanted.place(), change)), line -> bench.dialogs().say("Nothing was set: " + line));
    }

    private void turnBack(Node node, String place, KnobChange change) {
        bench.calls().call(() -> node.knobs().turn(change.before().values(), "undo"),
                _ -> bench.dialogs().say(place + " is set as before"), line -> bench.dialogs().say("Nothing was put back: " + line));
    }

    void reset(ControlsPanel.Wanted wanted) {
        node().ifPresent(node -> bench.dialogs().confirm(new Confirmation("Give " + wanted.place() + " its driver's defaults?",
                "Power limit and clocks become what the driver ships with, also where another program has set them. The node puts back what it "
                        + "found when it ends.",
                "Reset", false),
                () -> bench.calls().call(() -> {
                    node.gpus().reset(wanted.device());
                    return true;
                }, _ -> bench.dialogs().say(wanted.place() + " has its driver's defaults"),
                        line -> bench.dialogs().say("Nothing was reset: " + line))));
    }

    /// @param done runs whatever came of it
    void trim(TrimRow.Wanted wanted, Runnable started, Runnable done) {
        node().ifPresent(node -> bench.dialogs().confirm(new Confirmation("Trim the memory of " + wanted.place() + "?",
                "What the node's own backend holds and does not use is given back: " + wanted.predicted()
                        + ". Requests go on; the backend takes memory again as they need it.",
                "Trim now", false), () -> {
                    started.run();
                    bench.calls().call(() -> node.memory().trim(wanted.device(), Depth.SHRINK), action -> {
                        done.run();
                        bench.dialogs().say(action.line());
                    }, line -> {
                        done.run();
                        bench.dialogs().say("Nothing was trimmed: " + line);
                    });
                }));
    }

    void end(ProcessRow row, EndSignal signal) {
        String name = (row.name().isEmpty() ? "process" : row.name()) + " (" + row.pid() + ")";
        String what = switch (signal) {
            case TERM -> "It is asked to end (SIGTERM) and can put its work in order first.";
            case KILL -> "It ends at once (SIGKILL) and loses what it has not written.";
        };
        String whose = row.user().isEmpty() ? "" : " It belongs to " + row.user() + ".";
        node().ifPresent(node -> bench.dialogs().confirm(new Confirmation("End " + name + "?",
                what + whose + " It does not come back by itself: start it again where it was started.", "End it", true),
                () -> bench.calls().call(() -> {
                    node.gpus().endProcess(row.device(), row.pid(), signal);
                    return true;
                }, _ -> bench.dialogs().say(signal == EndSignal.TERM ? name + " was asked to end" : name + " was ended"),
                        line -> bench.dialogs().say(name + " goes on: " + line))));
    }
}
