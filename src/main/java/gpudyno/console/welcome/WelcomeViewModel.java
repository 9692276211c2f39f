package gpudyno.console.welcome;

import gpudyno.console.frame.Facts;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.model.load.Workload;
import gpudyno.model.machine.FoundServer;
import gpudyno.model.machine.Machine;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.SessionRequest;
import gpudyno.node.Activity;
import gpudyno.node.CustomMeters.Scraped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;

/// What the Welcome page knows and does; without a screen. Belongs to the thread of the screen.
final class WelcomeViewModel {
    static final Duration BUDGET = Duration.ofMinutes(5);

    private final Workbench bench;
    private final ReadOnlyObjectWrapper<Optional<Look>> machine = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Facts>> told = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<NodeViewModel> node = Optional.empty();
    private Subscription following = Subscription.EMPTY;
    private boolean starting;
    private long question;

    /// What came of looking at the machine.
    ///
    /// @param machine empty while it is looked at, and where that failed
    /// @param scraped the endpoints whose metrics the node reads
    /// @param failure why there is nothing; empty otherwise
    record Look(Optional<Machine> machine, List<Scraped> scraped, String failure) {
        boolean underWay() {
            return machine.isEmpty() && failure.isEmpty();
        }
    }

    WelcomeViewModel(Workbench bench) {
        this.bench = bench;
    }

    /// The last look at the node's machine; empty before the first.
    ReadOnlyObjectProperty<Optional<Look>> machine() {
        return machine.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Facts>> told() {
        return told.getReadOnlyProperty();
    }

    Optional<NodeViewModel> node() {
        return node;
    }

    void choose(Optional<NodeViewModel> chosen) {
        leave();
        if (!chosen.equals(node)) {
            node = chosen;
            machine.set(Optional.empty());
            told.set(Optional.empty());
        }
        node.ifPresent(one -> following = one.facts().subscribe(told::set));
        if (machine.get().isEmpty()) {
            look();
        }
    }

    void leave() {
        following.unsubscribe();
        following = Subscription.EMPTY;
    }

    /// Looks at the machine once more.
    void look() {
        long asked = ++question;
        node.map(NodeViewModel::node).ifPresent(one -> {
            machine.set(Optional.of(new Look(Optional.empty(), List.of(), "")));
            bench.calls().call(() -> new Look(Optional.of(one.surroundings().look()), one.customMeters().scraped(), ""),
                    look -> answered(asked, look), line -> answered(asked, new Look(Optional.empty(), List.of(), line)));
        });
    }

    private void answered(long asked, Look look) {
        if (asked == question) {
            machine.set(Optional.of(look));
        }
    }

    /// Why no session can be started now; empty if one can.
    String refusal() {
        return !bench.unavailable().get().isEmpty()
                ? bench.unavailable().get()
                : starting
                        ? "The session is being started"
                        : told.get().flatMap(Facts::activity).map(WelcomeViewModel::busy).orElse("");
    }

    private static String busy(Activity now) {
        return (now.kind() == Activity.Kind.SESSION ? "Session #" : "Load run #") + now.id() + " is on";
    }

    /// The profile that a session from here is to meet: the node's own, or Option 2 where it is judged by none.
    Profile profile() {
        return told.get().map(facts -> Profiles.named(facts.targets())).filter(profile -> !profile.targets().isEmpty())
                .orElse(Profiles.OPTION_2);
    }

    /// Starts a session of [#BUDGET] over all knobs.
    void tune(Runnable started) {
        if (node.isEmpty() || !refusal().isEmpty()) {
            return;
        }
        starting = true;
        SessionRequest request = new SessionRequest(profile().id(), BUDGET, Workload.DEFAULT, Workload.DEFAULT.seed(), false);
        bench.calls().call(() -> node.get().node().sessions().start(request), _ -> {
            starting = false;
            started.run();
        }, line -> {
            starting = false;
            bench.dialogs().say("No session was started: " + line);
        });
    }

    /// Begins to read a server's metrics.
    ///
    /// @param watched gets the name that begins the ids of its meters
    void watch(FoundServer server, Consumer<String> watched) {
        URI metrics = Objects.requireNonNull(server.metrics());
        node.map(NodeViewModel::node).ifPresent(one -> bench.calls().call(() -> one.customMeters().scrape(metrics, word(server.name())),
                name -> {
                    watched.accept(name);
                    look();
                }, line -> bench.dialogs().say(server.name() + " is not watched: " + line)));
    }

    void say(String line) {
        bench.dialogs().say(line);
    }

    boolean isWatched(FoundServer server) {
        String metrics = String.valueOf(server.metrics());
        return machine.get().stream().flatMap(look -> look.scraped.stream()).anyMatch(one -> one.address().equals(metrics));
    }

    /// What may begin the ids of meters: lower-case letters and digits.
    private static String word(String name) {
        String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return letters.matches("[a-z].*") ? letters.substring(0, Math.min(20, letters.length())) : "server" + letters;
    }
}
