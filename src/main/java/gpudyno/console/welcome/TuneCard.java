package gpudyno.console.welcome;

import gpudyno.console.frame.Facts;
import gpudyno.console.frame.Guide;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Fact;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Status;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// Tunes what the node serves.
final class TuneCard {
    private final WelcomeViewModel model;
    private final Guide guide;
    private final WayCard card = new WayCard(Feather.SLIDERS, "hue-1", "Tune the built-in model", "1");
    private final Fact targets = new Fact("Targets", "");
    private final ActionButton start;

    TuneCard(WelcomeViewModel model, Guide guide) {
        this.model = model;
        this.guide = guide;
        start = Buttons.primary("Tune for 5 min", this::start).with(Feather.PLAY);
        Label words = Labels.body("Real embeddings over real HTTP: batching, threads and cache have real trade-offs on any machine.");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        card.suggested().badge(new Chip(Status.ACCENT, "start here"))
                .body(words, new Fact("Takes", "about 5 min"), targets,
                        new Fact("Changes", "nothing outside GPU Dyno; at the end all knobs go back"))
                .buttons(start, Buttons.plain("Options…", () -> guide.open("Tune")));
        draw();
    }

    Region node() {
        return card;
    }

    void start() {
        model.tune(() -> guide.open("Tune"));
        draw();
    }

    void draw() {
        card.subtitle(model.told().get().map(Facts::info).map(info -> info.model() + ", " + info.backend()).orElse("starting"));
        targets.value(model.profile().name());
        String refusal = model.told().get().isEmpty() && model.refusal().isEmpty() ? "The node is starting" : model.refusal();
        start.unavailable(refusal.isEmpty() ? null : refusal);
    }
}
