package gpudyno.console.fleet;

import gpudyno.console.frame.Facts;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Dialogs.Question;
import gpudyno.console.kit.Ticker;
import gpudyno.console.page.Heading;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import gpudyno.model.fleet.FleetNode;
import gpudyno.model.knob.KnobState;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.node.FleetServer;
import gpudyno.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Fleet. Each node's stream fills a course of its own; once a second the page puts together what all have told. No node is asked on a timer.
public final class FleetPage implements Page {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final String GROUP = "fleet.group";
    private static final Duration LOAD = Duration.ofMinutes(1);
    private static final int THROUGHPUTS = 60;
    /// A server has nothing newer more often than it scrapes.
    private static final Duration READ_EVERY = Duration.ofSeconds(5);

    private final Workbench bench;
    private final FleetView view;
    private final Ticker timer;
    private final Map<NodeViewModel, AttachedNode> attached = new LinkedHashMap<>();
    private final Set<String> closed = new HashSet<>();
    private FleetChoice choice;
    private List<FleetNode> rows = List.of();
    private List<String> ticked = List.of();
    private Subscription following = Subscription.EMPTY;
    private TimeRange range = TimeRange.QUARTER;
    private double[] course = {};
    private long courseEnd;
    private final @Nullable FleetServer server;
    private boolean fromServer;
    private boolean asking;
    private Instant asked = Instant.EPOCH;
    private Instant readAt = Instant.EPOCH;
    private boolean paused;
    private @Nullable ComparePanel comparing;
    /// What is shown; null until something is known.
    private @Nullable FleetPicture picture;

    public FleetPage(Workbench bench) {
        this.bench = bench;
        choice = FleetChoice.ALL.group(bench.memory().get(GROUP).orElse(""));
        server = bench.fleetServer().orElse(null);
        fromServer = server != null;
        view = new FleetView(new Doing(), bench.fleetServer().map(FleetServer::address));
        view.group(choice.group());
        timer = new Ticker(view, javafx.util.Duration.seconds(1), this::refresh);
    }

    @Override
    public String title() {
        return "Fleet";
    }

    @Override
    public Ikon icon() {
        return Feather.SERVER;
    }

    @Override
    public Optional<Heading> heading() {
        return Optional.ofNullable(picture).map(FleetPicture::heading);
    }

    @Override
    public javafx.scene.Node content() {
        return view;
    }

    @Override
    public void show(Node shown, TimeRange shownRange) {
        boolean anew = !shownRange.equals(range);
        range = shownRange;
        if (anew) {
            forget();
        }
        view.range(shownRange.label());
        begin();
        timer.start();
    }

    @Override
    public void hide() {
        timer.stop();
        following.unsubscribe();
        following = Subscription.EMPTY;
        forget();
    }

    private void begin() {
        following.unsubscribe();
        if (fromServer) {
            following = Subscription.EMPTY;
            asked = Instant.EPOCH;
            refresh();
        } else {
            following = bench.nodes().subscribe(this::follow);
        }
    }

    private void forget() {
        attached.values().forEach(AttachedNode::close);
        attached.clear();
        courseEnd = 0;
    }

    private void follow(List<NodeViewModel> known) {
        attached.entrySet().removeIf(entry -> {
            boolean gone = !known.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        for (NodeViewModel model : known) {
            if (!attached.containsKey(model)) {
                AttachedNode node = new AttachedNode(model, range.length());
                attached.put(model, node);
                Instant now = Instant.now();
                // A node that cannot be reached has no past to show; its row says that it is away.
                bench.calls().call(() -> node.fill(now), _ -> courseEnd = 0, _ -> courseEnd = 0);
            }
        }
        refresh();
    }

    @Override
    public void pause(boolean now) {
        paused = now;
    }

    private void refresh() {
        if (paused) {
            return;
        }
        Instant now = Instant.now();
        if (fromServer) {
            askServer(now);
            return;
        }
        rows = attached.values().stream().map(node -> node.row(now)).toList();
        show(now);
    }

    private void askServer(Instant now) {
        FleetServer from = server;
        if (from == null || asking || now.isBefore(asked.plus(READ_EVERY))) {
            return;
        }
        asking = true;
        asked = now;
        Duration length = range.length();
        bench.calls().call(() -> from.read(length, NodeCourse.POINTS), reading -> {
            asking = false;
            if (fromServer) {
                rows = reading.nodes();
                course = reading.course();
                readAt = reading.at();
                view.failed("");
                show(now);
            }
        }, why -> {
            asking = false;
            if (fromServer) {
                view.failed(why);
            }
        });
    }

    private void show(Instant now) {
        if (fromServer) {
            FleetPicture read = FleetPicture.of(rows, course, choice, closed);
            picture = read;
            view.show(read, new double[0],
                    readAt.equals(Instant.EPOCH) ? "" : "read at " + CLOCK.format(readAt), false);
            tick();
            compare();
            return;
        }
        List<NodeCourse> courses = attached.values().stream().map(AttachedNode::course).toList();
        if (courseEnd != NodeCourse.end(range.length(), now)) {
            courseEnd = NodeCourse.end(range.length(), now);
            course = NodeCourse.merged(courses, now);
        }
        FleetPicture told = FleetPicture.of(rows, course, choice, closed);
        picture = told;
        view.show(told, throughputs(), "frames at " + CLOCK.format(now) + simulated(), true);
        tick();
        compare();
    }

    private String simulated() {
        long made = attached.keySet().stream().flatMap(model -> model.facts().get().stream()).flatMap(facts -> facts.gpus().stream())
                .filter(board -> board.devices().stream().anyMatch(state -> state.device().isSimulated())).count();
        return made == 0 ? "" : ", " + made + " of " + attached.size() + " simulated";
    }

    /// Of all nodes together, over the seconds that the shortest of them has told.
    private double[] throughputs() {
        double[] sum = new double[THROUGHPUTS];
        attached.keySet().stream().filter(model -> model.reach().get().connected()).flatMap(model -> model.facts().get().stream())
                .map(Facts::throughput).forEach(told -> {
                    for (int back = 1; back <= Math.min(told.length, THROUGHPUTS); back++) {
                        sum[THROUGHPUTS - back] += told[told.length - back];
                    }
                });
        return sum;
    }

    private List<NodeViewModel> models(List<String> ids) {
        return ids.stream().flatMap(id -> attached.keySet().stream().filter(model -> AttachedNode.id(model).equals(id)).limit(1)).toList();
    }

    private void tick() {
        ticked = ticked.stream().filter(id -> rows.stream().anyMatch(row -> row.id().equals(id))).toList();
        view.tick(ticked, models(ticked).size() == ticked.size());
    }

    private void compare() {
        ComparePanel panel = comparing;
        if (panel == null || ticked.size() != 2) {
            return;
        }
        List<FleetNode> both = ticked.stream().flatMap(id -> rows.stream().filter(row -> row.id().equals(id))).toList();
        panel.show(Comparison.of(both.getFirst(), knobs(both.getFirst()), both.getLast(), knobs(both.getLast())),
                NodeCourse.end(range.length(), Instant.now()), NodeCourse.part(range.length()));
    }

    private List<KnobState> knobs(FleetNode node) {
        return models(List.of(node.id())).stream().findFirst().flatMap(model -> model.facts().get()).map(Facts::knobs).orElse(List.of());
    }

    private void closeDrawer() {
        comparing = null;
        view.drawer(Optional.empty());
    }

    private void spread(SpreadPanel.Kind kind) {
        comparing = null;
        view.drawer(Optional.<Region>of(new SpreadPanel(bench, models(ticked), kind, this::closeDrawer)));
    }

    private void runLoad(String rate) {
        double wanted;
        try {
            wanted = Double.parseDouble(rate.strip());
        } catch (NumberFormatException _) {
            bench.dialogs().say("'" + rate + "' is no rate; requests per second such as 50 are needed");
            return;
        }
        for (NodeViewModel model : models(ticked)) {
            bench.calls().call(() -> model.node().runs().start(new Scenario.Poisson(wanted, LOAD), Workload.DEFAULT),
                    run -> bench.dialogs().say("Load run #" + run + " started on " + model.name()),
                    line -> bench.dialogs().say("No load on " + model.name() + ": " + line));
        }
    }

    private final class Doing implements FleetView.Uses {
        @Override
        public void open(FleetNode node) {
            models(List.of(node.id())).stream().findFirst()
                    .ifPresentOrElse(model -> bench.guide().open(model, "Overview"),
                            () -> bench.guide().attach(fromServer ? node.id() : ""));
        }

        @Override
        public void fold(FleetLine.Group group) {
            if (!closed.remove(group.title())) {
                closed.add(group.title());
            }
            show(Instant.now());
        }

        @Override
        public void ticked(Set<String> ids) {
            ticked = List.copyOf(ids);
            tick();
            if (ticked.size() == 2) {
                compare();
            } else if (comparing != null) {
                closeDrawer();
            }
        }

        @Override
        public void chosen(FleetChoice now) {
            choice = now;
            bench.memory().put(GROUP, now.group());
            show(Instant.now());
        }

        @Override
        public void fromServer(boolean now) {
            fromServer = now;
            closeDrawer();
            view.untick();
            view.failed("");
            forget();
            rows = List.of();
            picture = null;
            begin();
        }

        @Override
        public void retry() {
            asked = Instant.EPOCH;
            refresh();
        }

        @Override
        public void compare() {
            ComparePanel panel = new ComparePanel(FleetPage.this::closeDrawer);
            comparing = panel;
            view.drawer(Optional.of(panel));
            FleetPage.this.compare();
        }

        @Override
        public void set() {
            spread(SpreadPanel.Kind.KNOB);
        }

        @Override
        public void copyKnobs() {
            spread(SpreadPanel.Kind.COPY);
        }

        @Override
        public void runLoad() {
            bench.dialogs().ask(new Question("Run the same load on both nodes?",
                    "Poisson arrivals for one minute on each, of the usual workload. Stop them on the Load page of each node.",
                    "Requests per second on each", List.of(), "Start"), answer -> FleetPage.this.runLoad(answer.text()));
        }

        @Override
        public void attach() {
            bench.guide().attach("");
        }
    }
}
