package gpudyno.console.welcome;

import gpudyno.console.frame.Guide;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Fact;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Status;
import gpudyno.console.page.Aim;
import gpudyno.console.page.Kind;
import gpudyno.console.welcome.WelcomeViewModel.Look;
import gpudyno.model.machine.FoundServer;
import gpudyno.model.machine.Machine;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The model servers that listen on the node's machine: each can be loaded, and watched where it has metrics.
final class ServerCard {
    private final WelcomeViewModel model;
    private final Guide guide;
    private final WayCard card = new WayCard(Feather.SERVER, "hue-2", "Use a model server", "3");
    private Optional<ActionButton> first = Optional.empty();

    ServerCard(WelcomeViewModel model, Guide guide) {
        this.model = model;
        this.guide = guide;
    }

    Region node() {
        return card;
    }

    /// Takes the first button there is.
    void begin() {
        first.ifPresent(ActionButton::fire);
    }

    void draw() {
        Optional<Look> look = model.machine().get();
        List<FoundServer> servers = look.flatMap(Look::machine).map(Machine::servers).orElse(List.of());
        card.title(
                servers.isEmpty() ? "Use a model server" : servers.size() == 1 ? "Use the server found here" : "Use a server found here");
        card.badge(servers.isEmpty() ? new Label() : new Chip(Status.SUCCESS, servers.size() == 1 ? "answers" : "answer").dot());
        if (servers.isEmpty()) {
            none(look.filter(Look::underWay).isPresent());
        } else if (servers.size() == 1) {
            one(servers.getFirst());
        } else {
            several(servers);
        }
    }

    private void none(boolean looking) {
        card.subtitle(looking ? "looking for one" : "none answers on ports 8000, 8080, 11434 and 30000 of the node's machine");
        Label words = Labels
                .body("Start vLLM, SGLang, llama.cpp, Ollama or another server there and look again, or give the address of any "
                        + "server on the Load page.");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        ActionButton again = Buttons.plain("Look again", model::look);
        again.unavailable(looking ? "It is being looked for" : null);
        first = Optional.of(again);
        card.body(words).buttons(again, Buttons.plain("Open Load", () -> guide.open("Load")));
    }

    private void one(FoundServer server) {
        card.subtitle(place(server));
        Label words = Labels
                .body("Load it and see what it holds inside the targets. Watch it, and its own metrics are charts and rules here.");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        card.body(words, new Fact("Model", models(server)), new Fact("Metrics", metrics(server))).buttons(buttons(server));
    }

    private void several(List<FoundServer> servers) {
        card.subtitle(servers.size() + " servers on the node's machine");
        VBox rows = new VBox(8);
        for (FoundServer server : servers) {
            VBox words = new VBox(1, Labels.strong(place(server)), Labels.caption(models(server) + " · " + metrics(server)));
            words.setMinWidth(0);
            HBox row = new HBox(8, words, Labels.spacer());
            row.getChildren().addAll(buttons(server));
            row.setAlignment(Pos.CENTER_LEFT);
            rows.getChildren().add(row);
        }
        first = Optional.empty();
        card.body(rows).buttons(Buttons.plain("Look again", model::look));
    }

    private Node[] buttons(FoundServer server) {
        ActionButton load = Buttons.plain("Load", () -> guide.lead(Kind.TARGET, Aim.at(server).id())).with(Feather.ACTIVITY);
        boolean watched = model.isWatched(server);
        ActionButton watch = Buttons.plain(watched ? "Watched" : "Watch",
                () -> model.watch(server, name -> model.say("Watching " + server.name() + ": the ids of its meters begin with " + name)))
                .with(Feather.EYE);
        watch.unavailable(watched
                ? "Its metrics are read every 10 s; they are in the chart of the Alerts page"
                : server.metrics() == null ? server.name() + " offers no metrics" : null);
        first = Optional.of(load);
        return new Node[]{load, watch};
    }

    private static String place(FoundServer server) {
        return server.title() + " at " + server.address().getHost() + ":" + server.address().getPort();
    }

    private static String models(FoundServer server) {
        return server.models().isEmpty()
                ? "not listed"
                : server.models().getFirst() + (server.models().size() == 1 ? "" : " and " + (server.models().size() - 1) + " more");
    }

    private static String metrics(FoundServer server) {
        return server.metrics() == null ? "no metrics" : server.metricCount() + " metrics";
    }
}
