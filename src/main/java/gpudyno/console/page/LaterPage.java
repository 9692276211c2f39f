package gpudyno.console.page;

import gpudyno.node.Node;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/// A page that is built when it is first looked at or searched, so that the window does not wait for pages nobody has opened yet.
public final class LaterPage implements Page {
    private final String title;
    private final Ikon icon;
    private final Supplier<Page> build;
    private @Nullable Page built;

    /// @param title that of the page that is built
    /// @param icon likewise
    public LaterPage(String title, Ikon icon, Supplier<Page> build) {
        this.title = title;
        this.icon = icon;
        this.build = build;
    }

    private Page page() {
        Page page = built;
        if (page == null) {
            page = build.get();
            if (!page.title().equals(title) || !page.icon().equals(icon)) {
                throw new IllegalStateException("the page " + page.title() + " was announced as " + title);
            }
            built = page;
        }
        return page;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Ikon icon() {
        return icon;
    }

    @Override
    public javafx.scene.Node content() {
        return page().content();
    }

    @Override
    public void show(Node node, TimeRange range) {
        page().show(node, range);
    }

    @Override
    public void hide() {
        if (built != null) {
            built.hide();
        }
    }

    @Override
    public List<Findable> findables() {
        return page().findables();
    }

    @Override
    public Optional<String> device() {
        return built == null ? Optional.empty() : built.device();
    }

    @Override
    public Optional<Heading> heading() {
        return built == null ? Optional.empty() : built.heading();
    }

    @Override
    public void pause(boolean paused) {
        page().pause(paused);
    }
}
