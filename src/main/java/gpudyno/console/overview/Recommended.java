package gpudyno.console.overview;

import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Dialogs.Confirmation;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.KnobWords;
import gpudyno.console.kit.Pressable;
import gpudyno.console.kit.RecommendationCard;
import gpudyno.console.kit.Status;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobState;
import gpudyno.model.node.Recommendation;
import gpudyno.model.node.Recommendation.Gain;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A recommendation and the knobs it would turn, as they stand.
///
/// @param knobs of the node that the recommendation names
record Recommended(Recommendation recommendation, List<KnobState> knobs) {
    /// Knobs a card names; more are in the preview.
    private static final int NAMED = 3;

    /// From what to what a knob would be turned.
    record Move(Knob knob, String from, String to) {}

    /// What is done with a recommendation.
    ///
    /// @param source shows where it comes from
    record Uses(Consumer<Recommended> preview, Consumer<Recommended> apply, Consumer<Recommended> source) {}

    static Recommended of(Recommendation recommendation, List<KnobState> all) {
        return new Recommended(recommendation,
                all.stream().filter(state -> recommendation.change().get(state.knob().id()) != null).toList());
    }

    /// Those that would really turn.
    List<Move> moves() {
        return knobs.stream().flatMap(state -> Optional.ofNullable(recommendation.change().get(state.knob().id()))
                .filter(to -> !to.equals(state.value()))
                .map(to -> new Move(state.knob(), KnobWords.value(state.knob(), state.value()), KnobWords.value(state.knob(), to)))
                .stream())
                .toList();
    }

    /// The dearest of its turns.
    private ChangeCost cost() {
        return moves().stream().map(move -> move.knob().cost()).max(Comparator.naturalOrder()).orElse(ChangeCost.FREE);
    }

    private String listed() {
        return moves().stream().map(move -> move.knob().id() + "  " + move.from() + " → " + move.to()).collect(Collectors.joining("\n"));
    }

    /// What would be turned, from what to what, what it is predicted to do and what it costs.
    Confirmation preview() {
        return new Confirmation(recommendation.title(),
                listed() + "\n\nPredicted: " + effect() + " (" + recommendation.evidence() + ").\n" + KnobWords.cost(cost()), "Apply",
                false);
    }

    Confirmation question() {
        int count = moves().size();
        return new Confirmation(recommendation.title() + "?",
                KnobWords.count(count) + (count == 1 ? " turns" : " turn") + " now. " + KnobWords.cost(cost()) + " Undo puts them back.",
                "Apply",
                false);
    }

    private String effect() {
        Gain gain = recommendation.gain();
        return gain == null
                ? recommendation.effect()
                : gain.figure() + " " + Formats.number(gain.before()) + " → " + after(gain) + " " + gain.unit();
    }

    private static String after(Gain gain) {
        return Formats.measured(gain.after(), gain.interval());
    }

    /// @param unavailable why nothing can be applied now; empty while it can
    RecommendationCard card(Uses uses, String unavailable) {
        RecommendationCard card = new RecommendationCard(recommendation.title());
        List<Move> moves = moves();
        moves.stream().limit(NAMED).forEach(move -> card.move(move.knob().id(), move.from(), move.to()));
        if (moves.size() > NAMED) {
            card.detail("and " + (moves.size() - NAMED) + " more");
        }
        Gain gain = recommendation.gain();
        if (gain != null) {
            card.gain(gain.figure(), Formats.number(gain.before()), after(gain) + " " + gain.unit(),
                    gain.before() > 0 ? Formats.change(gain.after() / gain.before() - 1) : "", Status.SUCCESS);
            card.bars(gain.before(), gain.after());
        } else {
            card.detail(recommendation.effect());
        }
        card.evidence(recommendation.evidence());
        var apply = Buttons.primary("Apply", () -> uses.apply.accept(this));
        apply.unavailable(!unavailable.isEmpty() ? unavailable : moves.isEmpty() ? "The knobs stand there already" : null);
        var preview = Buttons.text("Preview", () -> uses.preview.accept(this));
        preview.unavailable(moves.isEmpty() ? "The knobs stand there already" : null);
        card.actions(preview, apply);
        Pressable.make(card, "Shows where it comes from", () -> uses.source.accept(this));
        return card;
    }
}
