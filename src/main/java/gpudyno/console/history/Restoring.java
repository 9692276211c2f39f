package gpudyno.console.history;

import gpudyno.console.kit.Dialogs.Confirmation;
import gpudyno.console.kit.KnobWords;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Going back to a version of the knobs: what it turns, in one turn of all of them.
record Restoring(KnobSet set, List<Move> moves) {
    private static final int NAMED = 6;

    /// @param from where it stands
    record Move(Knob knob, Object from, Object to) {}

    Restoring {
        moves = List.copyOf(moves);
    }

    static Restoring of(KnobSet set, List<KnobState> now) {
        return new Restoring(set, now.stream().filter(state -> {
            Object then = set.values().get(state.knob().id());
            return then != null && !then.equals(state.value());
        }).map(state -> new Move(state.knob(), state.value(), Objects.requireNonNull(set.values().get(state.knob().id())))).toList());
    }

    String name() {
        return "v" + set.version();
    }

    Map<String, Object> wanted() {
        return moves.stream().collect(Collectors.toMap(move -> move.knob.id(), Move::to));
    }

    /// The dearest of what is turned.
    ChangeCost cost() {
        return moves.stream().map(move -> move.knob.cost()).max(Comparator.naturalOrder()).orElse(ChangeCost.FREE);
    }

    Confirmation question() {
        String named = moves.stream().limit(NAMED)
                .map(move -> move.knob.id() + " " + KnobWords.value(move.knob, move.from) + " → " + KnobWords.value(move.knob, move.to))
                .collect(Collectors.joining(", "));
        String rest = moves.size() > NAMED ? " and " + (moves.size() - NAMED) + " more" : "";
        return new Confirmation("Restore " + name() + ", " + KnobWords.count(moves.size()) + "?",
                named + rest + ". " + KnobWords.cost(cost()) + " Undo puts them back.", "Restore", cost() == ChangeCost.RESTART);
    }
}
