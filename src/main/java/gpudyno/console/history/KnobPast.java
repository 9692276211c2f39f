package gpudyno.console.history;

import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.KnobWords;
import gpudyno.console.kit.Panel;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import gpudyno.node.Node;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the versions of a node's knobs and goes back to one of them.
final class KnobPast {
    private static final int MOST = 100;

    private record Read(List<KnobSet> past, List<KnobState> now) {}

    private final Workbench bench;
    private final Panel panel = new Panel("Knob sets");
    /// Made when it is first needed: tables are what takes longest when the page opens.
    private @Nullable KnobSets sets;
    private @Nullable Node node;

    KnobPast(Workbench bench) {
        this.bench = bench;
    }

    Panel panel() {
        return panel;
    }

    private KnobSets sets() {
        KnobSets made = sets;
        if (made == null) {
            made = new KnobSets(panel, this::ask);
            sets = made;
        }
        return made;
    }

    void read(Node of) {
        if (node != null && !of.equals(node)) {
            sets().show(List.of(), List.of());
        }
        node = of;
        bench.calls().call(() -> new Read(of.knobs().past(MOST), of.knobs().states()), read -> {
            if (of.equals(node)) {
                sets().show(read.past, read.now);
            }
        }, words -> {
            if (of.equals(node)) {
                sets().show(List.of(), List.of());
                panel.subtitle(words);
            }
        });
    }

    private void ask(Restoring wanted) {
        Node of = node;
        if (of != null) {
            bench.dialogs().confirm(wanted.question(), () -> turn(of, wanted.wanted(), "restored " + wanted.name(), true));
        }
    }

    private void turn(Node of, Map<String, ?> wanted, String by, boolean undoable) {
        bench.calls().call(() -> of.knobs().turn(wanted, by), change -> {
            read(of);
            if (undoable) {
                bench.dialogs().done(words(change), () -> turn(of, change.before().values(), "undid " + by, false));
            } else {
                bench.dialogs().say(words(change));
            }
        }, line -> bench.dialogs().say("No knob was turned: " + line));
    }

    private static String words(KnobChange change) {
        return "Turned " + KnobWords.count(change.after().values().size());
    }
}
