package gpudyno.console.cost;

import gpudyno.console.frame.LatestCall;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Dialogs.Confirmation;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.InlineError;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.kit.Ticker;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import gpudyno.model.cost.Prices;
import gpudyno.node.Costs;
import gpudyno.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Cost. The ledger grows by a minute at a time, so it is read twice a minute, and at once after a change of prices.
public final class CostPage implements Page {
    public static final String TITLE = "Cost";
    private static final Duration READ_EVERY = Duration.ofSeconds(30);

    private final Workbench bench;
    private final CostCards cards = new CostCards();
    private final SpendingPanels spending;
    private final WorthPanels worth = new WorthPanels(this::turn, this::edit);
    private final StackPane last = new StackPane();
    private final StackPane failure = new StackPane();
    private final StackPane content = new StackPane();
    private final CostLayout layout;
    private final Ticker timer;
    private Period period = Period.DAY;
    private @Nullable NodeViewModel model;
    private @Nullable Day shown;
    private @Nullable PricesForm form;
    private Instant asked = Instant.EPOCH;
    private boolean paused;
    private final LatestCall asking;

    private enum Period {
        HOUR("1h", Duration.ofHours(1)),
        DAY("24h", Duration.ofHours(24)),
        WEEK("7d", Duration.ofDays(7)),
        MONTH("30d", Duration.ofDays(30));

        private final String label;
        private final Duration length;

        Period(String label, Duration length) {
            this.label = label;
            this.length = length;
        }

        /// The ledger is told by hours where it is older than two days.
        private Instant from(Instant to) {
            Instant from = to.minus(length);
            return length.compareTo(DAY.length) > 0 ? from.truncatedTo(ChronoUnit.HOURS) : from;
        }

        private static String words(Period period) {
            return period.label;
        }
    }

    public CostPage(Workbench bench) {
        this.bench = bench;
        asking = new LatestCall(bench.calls());
        SegmentedControl<Period> periods = new SegmentedControl<>(List.of(Period.values()), Period::words, period);
        periods.selected().subscribe(now -> {
            if (now != null && now != period) {
                period = now;
                read();
            }
        });
        spending = new SpendingPanels(periods, this::edit);
        periods.setMinWidth(Region.USE_PREF_SIZE);
        last.getChildren().setAll(worth.idle());
        layout = new CostLayout(cards.all(), List.of(spending.cost(), spending.energy(), worth.savings()),
                List.of(spending.budget(), worth.whatIf(), last));
        content.getChildren().setAll(layout, failure);
        content.setMinSize(0, 0);
        failure.setVisible(false);
        timer = new Ticker(content, javafx.util.Duration.seconds(1), this::tick);
    }

    @Override
    public String title() {
        return TITLE;
    }

    @Override
    public Ikon icon() {
        return Feather.DOLLAR_SIGN;
    }

    @Override
    public javafx.scene.Node content() {
        return content;
    }

    @Override
    public void show(Node node, TimeRange range) {
        hide();
        Optional<NodeViewModel> present = bench.node().get();
        if (present.isEmpty()) {
            return;
        }
        if (!present.get().equals(model)) {
            closeForm();
        }
        model = present.get();
        timer.start();
        read();
    }

    @Override
    public void hide() {
        timer.stop();
        asking.drop();
    }

    @Override
    public void pause(boolean now) {
        paused = now;
    }

    private void tick() {
        if (!paused && form == null && asked.plus(READ_EVERY).isBefore(Instant.now())) {
            read();
        }
    }

    private void read() {
        NodeViewModel of = model;
        if (of == null) {
            return;
        }
        Instant now = Instant.now();
        asked = now;
        Instant to = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        Instant from = period.from(to);
        asking.call(() -> {
            Costs cost = of.node().cost();
            Instant midnight = now.atZone(ZoneId.systemDefault()).toLocalDate().atStartOfDay(ZoneId.systemDefault()).toInstant();
            return new Day(cost.report(midnight, to), cost.report(from, to), cost.budget(), cost.whatIf());
        }, this::shown, line -> {
            failure.getChildren().setAll(new InlineError("What this node costs could not be read.", line, "", this::read));
            failure.setVisible(true);
            layout.setVisible(false);
        });
    }

    private void shown(Day day) {
        shown = day;
        failure.setVisible(false);
        layout.setVisible(true);
        cards.show(day);
        spending.show(day, day.range().whole().from().plus(day.range().whole().length()));
        worth.show(day);
    }

    private void edit() {
        Day day = shown;
        if (day == null) {
            return;
        }
        PricesForm opened = new PricesForm(day.range().prices(), this::declare, this::closeForm);
        form = opened;
        last.getChildren().setAll(opened.panel());
    }

    private void closeForm() {
        form = null;
        last.getChildren().setAll(worth.idle());
    }

    private void declare(Prices prices) {
        NodeViewModel of = model;
        if (of == null) {
            return;
        }
        bench.calls().call(() -> {
            of.node().cost().declare(prices);
            return prices;
        }, _ -> {
            closeForm();
            read();
        }, why -> {
            PricesForm open = form;
            if (open != null) {
                open.refused(why);
            }
        });
    }

    private void turn(String knob, double value) {
        NodeViewModel of = model;
        if (of == null) {
            return;
        }
        bench.dialogs().confirm(new Confirmation("Turn " + knob + " to " + Formats.number(value) + "?",
                "The node's knob is turned now. Turn it back on the Tune page, or on this page to another measured value.", "Turn", false),
                () -> bench.calls().call(() -> of.node().knobs().turn(Map.of(knob, value), "user"),
                        _ -> bench.dialogs().say(knob + " stands at " + Formats.number(value)),
                        why -> bench.dialogs().say("Not turned: " + why)));
    }
}
