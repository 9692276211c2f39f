package gpudyno.console.frame;

import gpudyno.console.frame.NodeViewModel.Facts;
import gpudyno.console.kit.ActivityCard;
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
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.ToggleGroup;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Logo, nodes, navigation, what loads the node now, and at the foot settings and help.
final class SideBar extends VBox {
    private final VBox nodes = new VBox();
    private final ActivityCard activity = new ActivityCard();
    private final List<NavItem> items = new ArrayList<>();
    private final List<Page> pages;
    private final Consumer<NodeViewModel> chooseNode;

    SideBar(List<Page> main, List<Page> foot, Consumer<NodeViewModel> chooseNode, Consumer<Page> choosePage) {
        this.chooseNode = chooseNode;
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
                    choosePage.accept(page);
                }
            });
            items.add(item);
            (main.contains(page) ? top : bottom).getChildren().add(item);
        }
        Region rest = new Region();
        setVgrow(rest, Priority.ALWAYS);
        Label heading = Labels.caption("NODES");
        heading.setPadding(new Insets(14, 16, 4, 16));
        nodes.setPadding(new Insets(0, 8, 12, 8));
        setMargin(activity, new Insets(0, 12, 12, 12));
        getChildren().addAll(logo(), heading, nodes, rule(), top, rest, activity, rule(), bottom);
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

    void select(Page page) {
        items.get(pages.indexOf(page)).setSelected(true);
    }

    /// @param chosen the node all pages show
    void show(List<NodeViewModel> all, Optional<NodeViewModel> chosen) {
        while (nodes.getChildren().size() > all.size()) {
            nodes.getChildren().removeLast();
        }
        for (int i = 0; i < all.size(); i++) {
            NodeViewModel node = all.get(i);
            String name = node.facts().get().map(facts -> facts.info().name()).orElse("Node");
            NodeRow row = row(i, name);
            row.setOnAction(_ -> chooseNode.accept(node));
            row.selected(chosen.filter(node::equals).isPresent());
            row.show(link(node), state(node), node.facts().get().map(Facts::throughput).filter(values -> values.length > 1)
                    .orElse(new double[]{0, 0}));
        }
        showActivity(chosen.flatMap(node -> node.facts().get()).flatMap(Facts::activity).orElse(null));
    }

    private NodeRow row(int place, String name) {
        if (place < nodes.getChildren().size() && name.equals(nodes.getChildren().get(place).getUserData())) {
            return (NodeRow) nodes.getChildren().get(place);
        }
        NodeRow row = new NodeRow(name);
        row.setUserData(name);
        if (place < nodes.getChildren().size()) {
            nodes.getChildren().set(place, row);
        } else {
            nodes.getChildren().add(row);
        }
        return row;
    }

    private static NodeRow.Link link(NodeViewModel node) {
        return node.facts().get().map(facts -> NodeRow.Link.valueOf(facts.connection().name())).orElse(NodeRow.Link.OFF);
    }

    private static String state(NodeViewModel node) {
        if (!node.error().get().isEmpty()) {
            return node.error().get();
        }
        return node.facts().get().map(facts -> switch (facts.connection()) {
            case CONNECTED -> facts.info().model();
            case RECONNECTING -> "reconnecting";
            case LOST -> "lost";
        }).orElse("starting");
    }

    private void showActivity(@Nullable Activity now) {
        for (int i = 0; i < items.size(); i++) {
            items.get(i).live(now != null && pages.get(i).title().equals(now.kind() == Activity.Kind.SESSION ? "Tune" : "Load"));
        }
        if (now == null) {
            activity.showIdle();
        } else {
            activity.show((now.kind() == Activity.Kind.SESSION ? "Session #" : "Load run #") + now.id(),
                    String.format(Locale.ROOT, "%.0f %%", now.progress() * 100), now.progress(), now.line());
        }
    }

    /// The 56 px rail of a narrow window has icons alone.
    void compact(boolean now) {
        items.forEach(item -> item.compact(now));
        pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("compact"), now);
        getChildren().get(1).setVisible(!now);
        nodes.setVisible(!now);
        nodes.setManaged(!now);
    }
}
