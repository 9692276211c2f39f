package gpudyno.console.gpu;

import gpudyno.console.frame.Facts;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Clipboards;
import gpudyno.console.kit.DeviceWords;
import gpudyno.console.kit.Ticker;
import gpudyno.console.page.Findable;
import gpudyno.console.page.Kind;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import gpudyno.model.gpu.DeviceReading;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.DeviceState.Health;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.ProcessUse;
import gpudyno.model.meter.Frame;
import gpudyno.node.Gpus;
import gpudyno.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// GPU. Frames fill a [Recording] on the stream's thread and mark it dirty; one timer copies it to the screen.
public final class GpuPage implements Page {
    private static final Duration REDRAWN_EVERY = Duration.ofSeconds(1);
    /// A long period that is live is read anew this often: the stream adds a frame a second to it, where five minutes are enough.
    private static final Duration READ_EVERY = Duration.ofMinutes(5);
    /// Causes are looked for anew this often while the page is live: a rule needs some time to tell.
    private static final Duration CAUSES_EVERY = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofHours(2);
    /// What the console remembers: the device that was looked at last.
    private static final String DEVICE = "gpu.device";

    private final Workbench bench;
    private final NodeCalls calls;
    private final GpuView view;
    private final AtomicBoolean dirty = new AtomicBoolean();
    private final Ticker timer;
    private @Nullable NodeViewModel model;
    private @Nullable Recording recording;
    private Subscription listening = Subscription.EMPTY;
    private Period period = Period.latest(TimeRange.QUARTER.length());
    /// What the node tells of the moment that was opened; empty while it is being asked for, and while the page is live.
    private Optional<Moment> past = Optional.empty();
    private Instant causesAsked = Instant.EPOCH;
    /// The last figures of the chosen device, once it does not answer.
    private Optional<DeviceReading> last = Optional.empty();
    private String lastOf = "";
    private String chosen;
    private GpuView.@Nullable Shown shown;
    private boolean inView;
    private boolean paused;
    private boolean drawing;
    private Instant drawn = Instant.EPOCH;
    /// Grows whenever the page comes into view, leaves it, or shows another period.
    private int showing;

    /// A moment of the past.
    ///
    /// @param frame empty where nothing was recorded
    private record Moment(Optional<Frame> frame, List<ProcessUse> processes) {
        static Moment at(Node node, Instant at) {
            return new Moment(Recording.at(node.frames(), at), node.gpus().processesAt(at));
        }
    }

    public GpuPage(Workbench bench) {
        this.bench = bench;
        calls = bench.calls();
        Deeds deeds = new Deeds(bench);
        chosen = bench.memory().get(DEVICE).orElse("");
        view = new GpuView(new GpuView.Uses(this::openPeriod, this::choose, this::copyReport,
                new ControlsPanel.Uses(deeds::apply, deeds::reset), deeds::end, deeds::trim), calls);
        bench.unavailable().subscribe(view::away);
        timer = new Ticker(view, javafx.util.Duration.millis(200), this::refresh);
    }

    @Override
    public String title() {
        return "GPU";
    }

    @Override
    public Ikon icon() {
        return Feather.CPU;
    }

    @Override
    public javafx.scene.Node content() {
        return view;
    }

    @Override
    public Optional<String> device() {
        return inView && model != null
                ? device(states()).map(DeviceState::device)
                        .map(device -> Optional.ofNullable(device.parent()).orElse(device.id()))
                : Optional.empty();
    }

    @Override
    public List<Findable> findables() {
        return List.of(new Findable(Kind.GPU, node -> {
            List<GpuDevice> all = node.gpus().devices().stream().map(DeviceState::device).toList();
            return all.stream().map(device -> new Findable.Item(device.id(), DeviceWords.title(device, all), device.name())).toList();
        }, this::choose));
    }

    @Override
    public void show(Node node, TimeRange range) {
        hide();
        Optional<NodeViewModel> now = bench.node().get();
        if (now.isEmpty()) {
            return;
        }
        if (!now.get().equals(model)) {
            shown = null;
            lastOf = "";
            view.showUnknown();
        }
        model = now.get();
        openPeriod(view.period().range(range.length()));
        listening = model.facts().subscribe(_ -> dirty.set(true));
        inView = true;
        timer.start();
    }

    @Override
    public void hide() {
        inView = false;
        timer.stop();
        showing++;
        listening.unsubscribe();
        listening = Subscription.EMPTY;
        close();
        view.meter().hide();
    }

    private void close() {
        Recording open = recording;
        if (open != null) {
            open.close();
        }
        recording = null;
    }

    @Override
    public void pause(boolean now) {
        paused = now;
        drawn = Instant.EPOCH;
    }

    /// Shows another time of the same node.
    private void openPeriod(Period wanted) {
        NodeViewModel asked = model;
        if (asked == null) {
            return;
        }
        close();
        period = wanted;
        past = Optional.empty();
        view.period().show(wanted);
        int opening = ++showing;
        Recording opened = new Recording(asked, wanted, Course.METERS);
        recording = opened;
        // Frames first: what comes while the past is read is in both.
        opened.listen(() -> dirty.set(true));
        calls.call(() -> {
            opened.read();
            return wanted.moment().map(moment -> Moment.at(asked.node(), moment));
        }, at -> {
            if (opening == showing) {
                past = at;
                dirty.set(true);
            }
        }, line -> {
            if (opening == showing) {
                view.failed(line, () -> openPeriod(wanted));
            }
        });
        view.meter().show(asked, wanted, chosen);
        causesAsked = Instant.EPOCH;
        drawn = Instant.EPOCH;
    }

    /// Shows another device; one the node has not told of yet as soon as it does.
    private void choose(String device) {
        chosen = device;
        bench.memory().put(DEVICE, device);
        causesAsked = Instant.EPOCH;
        NodeViewModel asked = model;
        if (asked != null && recording != null) {
            view.meter().show(asked, period, device);
        }
        drawn = Instant.EPOCH;
        dirty.set(true);
    }

    private List<DeviceState> states() {
        NodeViewModel asked = model;
        return asked == null ? List.of() : asked.facts().get().flatMap(Facts::gpus).map(Gpus.Board::devices).orElse(List.of());
    }

    /// The chosen device, or the first.
    private Optional<DeviceState> device(List<DeviceState> all) {
        return all.stream().filter(state -> state.device().id().equals(chosen)).findFirst().or(() -> all.stream().findFirst());
    }

    private void refresh() {
        NodeViewModel asked = model;
        Recording open = recording;
        if (asked == null || open == null || paused || drawing) {
            return;
        }
        Instant now = Instant.now();
        boolean due = dirty.get() && drawn.plusMillis(250).isBefore(now) || drawn.plus(REDRAWN_EVERY).isBefore(now);
        Optional<Facts> facts = asked.facts().get();
        if (!due || facts.isEmpty() || facts.get().gpus().isEmpty()) {
            return;
        }
        dirty.set(false);
        drawn = now;
        Gpus.Board board = facts.get().gpus().get();
        Optional<DeviceState> device = device(board.devices());
        if (device.isEmpty()) {
            view.showNone(board.sources(), asked.latest(), facts.get().memory());
            return;
        }
        if (!device.get().device().id().equals(chosen)) {
            choose(device.get().device().id());
        }
        askForLast(asked, device.get());
        askForCauses(asked, device.get(), board.devices(), now);
        showControls(facts.get(), device.get(), board.devices());
        draw(asked, open, facts.get(), board.devices(), device.get(), now);
        if (period.isLive() && period.length().compareTo(LONG) > 0 && open.opened().plus(READ_EVERY).isBefore(now)) {
            openPeriod(period);
        }
    }

    /// A device that does not answer has no figures in the frames any more; its node keeps the last.
    private void askForLast(NodeViewModel asked, DeviceState state) {
        String id = state.device().id();
        String wanted = state.health() == Health.ANSWERING ? "" : id;
        if (wanted.equals(lastOf)) {
            return;
        }
        lastOf = wanted;
        last = Optional.empty();
        if (!wanted.isEmpty()) {
            calls.call(() -> asked.node().gpus().devices().stream().filter(one -> one.device().id().equals(id)).findFirst()
                    .flatMap(one -> Optional.ofNullable(one.reading())), told -> {
                        if (wanted.equals(lastOf)) {
                            last = told;
                            dirty.set(true);
                        }
                    }, _ -> lastOf = "");
        }
    }

    private void showControls(Facts facts, DeviceState device, List<DeviceState> all) {
        String id = device.device().id();
        view.controls().show(DeviceWords.place(device.device(), all.stream().map(DeviceState::device).toList()), id,
                facts.controls().stream().filter(one -> one.device().equals(id)).toList(),
                device.health() == Health.ANSWERING ? "" : "The device does not answer");
    }

    /// Those of the device and of the instances it is cut into.
    private void askForCauses(NodeViewModel asked, DeviceState device, List<DeviceState> all, Instant now) {
        if (!(period.isLive() ? causesAsked.plus(CAUSES_EVERY).isBefore(now) : causesAsked.equals(Instant.EPOCH))) {
            return;
        }
        causesAsked = now;
        int opening = showing;
        Period of = period;
        String id = device.device().id();
        Set<String> ids = own(device.device(), all).stream().map(GpuDevice::id).collect(Collectors.toSet());
        calls.call(
                () -> asked.node().gpus().causes(of.from(now), of.to(now)).stream().filter(cause -> ids.contains(cause.device())).toList(),
                causes -> {
                    if (opening == showing && id.equals(chosen)) {
                        view.causes().show(causes, of.words());
                    }
                }, line -> {
                    if (opening == showing) {
                        view.causes().failed(line, () -> causesAsked = Instant.EPOCH);
                    }
                });
    }

    /// A device and the instances it is cut into.
    private static List<GpuDevice> own(GpuDevice device, List<DeviceState> all) {
        return all.stream().map(DeviceState::device)
                .filter(one -> one.id().equals(device.id()) || device.id().equals(one.parent())).toList();
    }

    private void draw(NodeViewModel asked, Recording open, Facts facts, List<DeviceState> all, DeviceState device, Instant now) {
        drawing = true;
        int opening = showing;
        Period of = period;
        Optional<Frame> latest = asked.latest();
        Optional<Frame> moment = of.isLive() ? latest : past.flatMap(Moment::frame);
        List<ProcessUse> used = past.map(Moment::processes).orElse(List.of());
        Optional<DeviceReading> reading = of.isLive() ? last : Optional.empty();
        List<GpuProcess> processes = facts.processes();
        calls.call(() -> {
            List<Frame> frames = open.frames(now);
            Picture picture = Picture.of(device, of, now, frames, figures(device, moment, reading));
            List<GpuDevice> own = own(device.device(), all);
            double total = picture.total().orElse(Double.NaN);
            List<ProcessRow> rows = of.isLive()
                    ? moment.map(frame -> ProcessRow.present(processes, own, total, frame)).orElse(List.of())
                    : ProcessRow.past(used, own, total);
            return new GpuView.Shown(picture, all, rows, latest, facts.events(), facts.memory());
        }, made -> {
            drawing = false;
            if (opening == showing) {
                shown = made;
                view.show(made);
            }
        }, line -> {
            drawing = false;
            view.failed(line, () -> openPeriod(of));
        });
    }

    /// Those of the frame; of a device that is not in it any more the last that its node keeps.
    private static Figures figures(DeviceState device, Optional<Frame> moment, Optional<DeviceReading> reading) {
        String id = device.device().id();
        return reading.map(told -> new Figures(id, told.at(), told.figures()))
                .orElseGet(() -> moment.map(frame -> Figures.of(id, frame)).orElseGet(() -> Figures.none(id)));
    }

    private void copyReport() {
        GpuView.Shown now = shown;
        NodeViewModel asked = model;
        if (now != null && asked != null) {
            Clipboards.copy(GpuReport.text(asked.name(), now.picture(), now.processes(), now.all()));
            bench.dialogs().say("The report of " + DeviceWords.title(now.picture().device(), now.all()) + " is copied");
        }
    }
}
