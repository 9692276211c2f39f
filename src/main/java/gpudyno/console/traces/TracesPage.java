package gpudyno.console.traces;

import gpudyno.console.frame.LatestCall;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Ticker;
import gpudyno.console.page.Findable;
import gpudyno.console.page.Kind;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import gpudyno.model.trace.OpenedTrace;
import gpudyno.model.trace.TraceList;
import gpudyno.model.trace.TraceQuery;
import gpudyno.model.trace.TraceSummary;
import gpudyno.node.Node;
import gpudyno.node.Traces;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Traces. The list is read again while frames come, at most every two seconds; a trace is read when it is opened.
public final class TracesPage implements Page {
    public static final String TITLE = "Traces";
    private static final Duration READ_EVERY = Duration.ofSeconds(2);
    private static final String RUN = "run:";
    private static final String AT = "at:";
    private static final int OFFERED_BY_NAME = 20;

    private final Workbench bench;
    private final Filters filters = new Filters(this::read);
    private final ListPanel list = new ListPanel(filters, this::open, this::tryExport);
    private final RequestPanel request = new RequestPanel();
    private final WhyPanel why;
    private final TracesLayout layout;
    private final Ticker timer;
    private final AtomicBoolean dirty = new AtomicBoolean();
    private @Nullable NodeViewModel model;
    private Subscription frames = Subscription.EMPTY;
    private Duration range = TimeRange.QUARTER.length();
    private Instant asked = Instant.EPOCH;
    private boolean paused;
    private String chosen = "";
    private @Nullable Read last;
    private @Nullable OpenedTrace opened;
    private final LatestCall asking;

    private record Read(Traces.Tally tally, TraceList found, TraceQuery query, List<TraceSummary> ordered) {}

    public TracesPage(Workbench bench) {
        this.bench = bench;
        asking = new LatestCall(bench.calls());
        why = new WhyPanel(this::act, filters::slowBy);
        layout = new TracesLayout(list, request, why);
        timer = new Ticker(layout, javafx.util.Duration.millis(500), this::tick);
    }

    @Override
    public String title() {
        return TITLE;
    }

    @Override
    public Ikon icon() {
        return Feather.ALIGN_LEFT;
    }

    @Override
    public javafx.scene.Node content() {
        return layout;
    }

    @Override
    public List<Findable> findables() {
        return List.of(new Findable(Kind.TRACE, node -> node.traces()
                .find(new TraceQuery(Instant.now().minus(TimeRange.HOUR.length()), Instant.now(), null, null, 0, "", OFFERED_BY_NAME))
                .traces().stream()
                .map(trace -> new Findable.Item(trace.id(), StageWords.shortId(trace.id()),
                        trace.line() + ", " + Waterfall.ms(trace.millis())))
                .toList(), this::lead));
    }

    /// @param id a trace's, or `run:` and a run's number for its slowest ones, or `at:` and epoch milliseconds for the slowest around then
    private void lead(String id) {
        if (id.startsWith(RUN)) {
            letGo();
            filters.run(id);
        } else if (id.startsWith(AT)) {
            letGo();
            filters.around(Instant.ofEpochMilli(Long.parseLong(id.substring(AT.length()))));
        } else {
            open(id);
        }
    }

    private void tryExport() {
        bench.node().get().ifPresent(of -> bench.calls().call(() -> of.node().traces().tryExport(), bench.dialogs()::say,
                bench.dialogs()::say));
    }

    private void letGo() {
        chosen = "";
        opened = null;
    }

    @Override
    public void show(Node node, TimeRange now) {
        hide();
        range = now.length();
        Optional<NodeViewModel> present = bench.node().get();
        if (present.isEmpty()) {
            return;
        }
        if (!present.get().equals(model)) {
            letGo();
            last = null;
            request.none();
        }
        NodeViewModel of = present.get();
        model = of;
        frames = of.onFrame(_ -> dirty.set(true));
        timer.start();
        read();
    }

    @Override
    public void hide() {
        frames.unsubscribe();
        frames = Subscription.EMPTY;
        timer.stop();
        asking.drop();
    }

    @Override
    public void pause(boolean now) {
        paused = now;
    }

    private void tick() {
        if (!paused && dirty.get() && asked.plus(READ_EVERY).isBefore(Instant.now())) {
            read();
        }
    }

    private void read() {
        NodeViewModel of = model;
        if (of == null) {
            return;
        }
        dirty.set(false);
        Instant now = Instant.now();
        asked = now;
        TraceQuery query = filters.query(now.minus(range), now);
        var order = filters.order();
        asking.call(() -> {
            TraceList found = of.node().traces().find(query);
            return new Read(of.node().traces().tally(), found, query, found.traces().stream().sorted(order).toList());
        }, this::shown, line -> list.failed(line, this::read));
    }

    private void shown(Read read) {
        last = read;
        list.show(read.tally, read.found, read.query, read.ordered);
        OpenedTrace present = opened;
        if (present != null) {
            why.show(present, read.found);
        } else if (chosen.isEmpty() && !read.ordered.isEmpty()) {
            open(read.ordered.getFirst().id());
        }
    }

    private void open(String id) {
        NodeViewModel of = model;
        chosen = id;
        list.choose(id);
        if (of == null) {
            return;
        }
        bench.calls().call(() -> of.node().traces().trace(id), found -> {
            if (id.equals(chosen)) {
                found.ifPresentOrElse(this::showOpened,
                        () -> request.failed("It is no longer kept: newer ones took its place.", () -> open(id)));
            }
        }, line -> {
            if (id.equals(chosen)) {
                request.failed(line, () -> open(id));
            }
        });
    }

    private void showOpened(OpenedTrace trace) {
        opened = trace;
        Read read = last;
        request.show(trace, read == null ? Double.NaN : read.tally.slowMillis());
        if (read != null) {
            why.show(trace, read.found);
        }
    }

    private void act(Remedy remedy) {
        if (remedy.knob().isEmpty()) {
            bench.guide().open("Overview");
        } else {
            bench.guide().lead(Kind.KNOB, remedy.knob());
        }
    }
}
