package gpudyno.console.frame;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.ActivityCard;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.NavItem;
import gpudyno.console.kit.NodeRow;
import gpudyno.console.page.Page;
import gpudyno.node.Activity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Separator;
import javafx.scene.control.ToggleGroup;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// Logo, nodes, navigation, what loads the node now, and at the foot settings and help.
final class SideBar extends VBox {
    private static final double NODE = 44;
    /// With more nodes than this some are listed on the Fleet page alone.
    private static final int MOST_LISTED = 6;
    private static final int FEW = 3;

    private final HBox heading = new HBox();
    private final VBox nodes = new VBox();
    private final ActionButton more = Buttons.link("", this::openFleet);
    private final ActivityCard activity = new ActivityCard();
    /// The rail has no room for a card; the live mark tells.
    private boolean compact;
    private final List<NavItem> items = new ArrayList<>();
    private final List<Page> pages;
    private final Choices choices;

    /// What the sidebar's user wants.
    interface Choices {
        void node(NodeViewModel node);

        void page(Page page);

        void attach();

        void detach(NodeViewModel node);

        void rename(NodeViewModel node);

        /// Keeps a node in the list when there are many, or no longer.
        void pin(NodeViewModel node);

        /// @param device id of one of the node's GPUs
        void device(NodeViewModel node, String device);
    }

    SideBar(List<Page> main, List<Page> foot, Choices choices) {
        this.choices = choices;
        pages = new ArrayList<>(main);
        pages.addAll(foot);
        getStyleClass().add("sidebar");
        ToggleGroup group = new ToggleGroup();
        VBox top = new VBox(2);
        VBox bottom = new VBox(2);
        top.setPadding(new Insets(12, 8, 12, 8));
        bottom.setPadding(new Insets(8));
        for (Page page : pages) {
            NavItem item = new NavItem(page.icon(), page.title());
            item.setToggleGroup(group);
            item.selectedProperty().subscribe(chosen -> {
                if (chosen) {
                    choices.page(page);
                }
            });
            items.add(item);
            (main.contains(page) ? top : bottom).getChildren().add(item);
        }
        Region rest = new Region();
        setVgrow(rest, Priority.ALWAYS);
        heading.getChildren().setAll(Labels.caption("NODES"), Labels.spacer(),
                Buttons.bareIcon(Feather.PLUS, "Attach a node", choices::attach).small());
        heading.setAlignment(Pos.CENTER_LEFT);
        heading.setPadding(new Insets(8, 10, 2, 16));
        nodes.setPadding(new Insets(0, 8, 12, 8));
        VBox known = new VBox(nodes, more);
        setMargin(more, new Insets(0, 0, 10, 34));
        more(0);
        setMargin(activity, new Insets(0, 12, 12, 12));
        // GPUs of several nodes scroll, so that the pages stay in view.
        ScrollPane list = new ScrollPane(known);
        list.setFitToWidth(true);
        list.setFocusTraversable(false);
        list.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        list.setMinHeight(2 * NODE);
        getChildren().addAll(logo(), heading, list, rule(), top, rest, activity, rule(), bottom);
    }

    private static HBox logo() {
        Image image = new Image(Objects.requireNonNull(SideBar.class.getResourceAsStream("/gpudyno/icons/gpudyno-64.png")));
        ImageView view = new ImageView(image);
        view.setFitWidth(24);
        view.setFitHeight(24);
        HBox logo = new HBox(8, view, Labels.title("GPU Dyno"));
        logo.getStyleClass().add("logo");
        return logo;
    }

    private static Separator rule() {
        Separator rule = new Separator();
        rule.getStyleClass().add("side-rule");
        return rule;
    }

    /// A page without an item of its own is shown.
    void selectNone() {
        items.forEach(item -> item.setSelected(false));
    }

    void select(Page page) {
        items.get(pages.indexOf(page)).setSelected(true);
    }

    /// @param chosen the node all pages show
    /// @param device id of its GPU that the page in view shows
    /// @param pinned whether a node stays in the list when there are many
    void show(List<NodeViewModel> known, Optional<NodeViewModel> chosen, Optional<String> device, Predicate<NodeViewModel> pinned) {
        List<NodeViewModel> all = listed(known, chosen, pinned);
        more(known.size() - all.size());
        while (nodes.getChildren().size() > all.size()) {
            nodes.getChildren().removeLast();
        }
        for (int i = 0; i < all.size(); i++) {
            NodeViewModel node = all.get(i);
            NodeBranch branch = branch(i, node);
            NodeRow row = branch.row();
            row.setOnAction(_ -> choices.node(node));
            row.selected(chosen.filter(node::equals).isPresent());
            row.show(link(node), state(node), node.facts().get().map(Facts::throughput).filter(values -> values.length > 1)
                    .orElse(new double[]{0, 0}));
            branch.show(node.facts().get().flatMap(Facts::gpus), node.latest(), chosen.filter(node::equals).flatMap(_ -> device),
                    id -> choices.device(node, id));
        }
        int loud = chosen.flatMap(node -> node.facts().get())
                .map(facts -> (int) facts.alerts().stream().filter(alert -> !alert.acknowledged())
                        .count())
                .orElse(0);
        for (int i = 0; i < items.size(); i++) {
            String title = pages.get(i).title();
            items.get(i).badge(title.equals("Alerts") ? loud : 0);
            items.get(i).lacking(chosen.flatMap(node -> node.facts().get().flatMap(facts -> Skew.lacks(title, node.name(), facts.info())))
                    .orElse(""));
        }
        showActivity(chosen.flatMap(node -> node.facts().get()).flatMap(Facts::activity).orElse(null));
    }

    /// Of many nodes this machine's, the chosen one and those that are pinned; the first few where none is.
    static List<NodeViewModel> listed(List<NodeViewModel> known, Optional<NodeViewModel> chosen, Predicate<NodeViewModel> pinned) {
        if (known.size() <= MOST_LISTED) {
            return known;
        }
        boolean any = known.stream().anyMatch(pinned);
        List<NodeViewModel> first = any ? List.of() : known.subList(0, FEW);
        return known.stream().filter(node -> node.address().isEmpty() || pinned.test(node) || first.contains(node)
                || chosen.filter(node::equals).isPresent()).toList();
    }

    private void more(int left) {
        boolean some = left > 0 && !compact;
        more.setText(left + " more in Fleet");
        more.setVisible(some);
        more.setManaged(some);
    }

    private void openFleet() {
        pages.stream().filter(page -> page.title().equals("Fleet")).findFirst().ifPresent(this::select);
    }

    private NodeBranch branch(int place, NodeViewModel node) {
        // A node's name is known with its first answer.
        Named wanted = new Named(node, node.name());
        if (place < nodes.getChildren().size() && wanted.equals(nodes.getChildren().get(place).getUserData())) {
            return (NodeBranch) nodes.getChildren().get(place);
        }
        NodeRow row = new NodeRow(wanted.name);
        NodeBranch branch = new NodeBranch(row, node.address().isEmpty());
        branch.setUserData(wanted);
        branch.compact(compact);
        MenuItem rename = new MenuItem("Rename…");
        rename.setOnAction(_ -> choices.rename(node));
        MenuItem pin = new MenuItem("Pin to this list, or unpin");
        pin.setOnAction(_ -> choices.pin(node));
        ContextMenu menu = new ContextMenu(rename, pin);
        if (node.address().isPresent()) {
            MenuItem detach = new MenuItem("Detach " + wanted.name);
            detach.setOnAction(_ -> choices.detach(node));
            menu.getItems().add(detach);
        }
        row.setContextMenu(menu);
        if (place < nodes.getChildren().size()) {
            nodes.getChildren().set(place, branch);
        } else {
            nodes.getChildren().add(branch);
        }
        return branch;
    }

    private record Named(NodeViewModel node, String name) {}

    private static NodeRow.Link link(NodeViewModel node) {
        return NodeRow.Link.valueOf(node.reach().get().connection().name());
    }

    private static String state(NodeViewModel node) {
        Reach reach = node.reach().get();
        return switch (reach.connection()) {
            case CONNECTED -> node.facts().get().map(facts -> node.address().isEmpty()
                    ? facts.info().model()
                    : "remote · " + Formats.number(node.roundTrip().toNanos() / 1e6) + " ms").orElse("starting");
            case RECONNECTING -> "reconnecting · try " + reach.tries();
            case LOST -> "lost · try " + reach.tries();
        };
    }

    private void showActivity(@Nullable Activity now) {
        for (int i = 0; i < items.size(); i++) {
            items.get(i).live(now != null && pages.get(i).title().equals(now.kind() == Activity.Kind.SESSION ? "Tune" : "Load"));
        }
        if (now == null || compact) {
            activity.showIdle();
        } else {
            activity.show((now.kind() == Activity.Kind.SESSION ? "Session #" : "Load run #") + now.id(),
                    String.format(Locale.ROOT, "%.0f %%", now.progress() * 100), now.progress(), now.line());
        }
    }

    /// The 56 px rail of a narrow window has icons and the dots of the nodes.
    void compact(boolean now) {
        compact = now;
        items.forEach(item -> item.compact(now));
        pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("compact"), now);
        HBox logo = (HBox) getChildren().getFirst();
        for (javafx.scene.Node words : List.of(logo.getChildren().getLast(), heading.getChildren().get(0), heading.getChildren().get(1))) {
            words.setVisible(!now);
            words.setManaged(!now);
        }
        heading.setAlignment(now ? Pos.CENTER : Pos.CENTER_LEFT);
        heading.setPadding(now ? new Insets(8, 0, 2, 0) : new Insets(8, 10, 2, 16));
        nodes.getChildren().forEach(branch -> ((NodeBranch) branch).compact(now));
    }
}
