package gpudyno.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.kit.FxTest;
import gpudyno.console.page.LaterPage;
import gpudyno.console.page.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kordamp.ikonli.feather.Feather;

/// The console's own pages, built when they are looked at.
class PagesTest extends FxTest {
    @TempDir
    private Path folder;

    @Test
    void everyPageIsWhatItWasAnnouncedAs() {
        List<Page> pages = new ArrayList<>();
        show(() -> new ConsoleWindow(NodeCalls.onVirtualThreads(), new ScriptedNodes(new ScriptedNode(false)), bench -> {
            ConsoleWindow.Pages all = Console.pages(bench, folder, "");
            pages.addAll(all.main());
            pages.addAll(all.foot());
            return all;
        }), 1200, 800);
        assertThat(pages).hasSize(12);
        for (Page page : pages) {
            assertThat(on(page::content)).as(page.title()).isNotNull().isSameAs(on(page::content));
        }
    }

    @Test
    void aPageThatIsNotLookedAtIsNotBuilt() {
        LaterPage later = new LaterPage("Load", Feather.ACTIVITY, () -> {
            throw new AssertionError("built");
        });
        later.hide();
        assertThat(later.title()).isEqualTo("Load");
        assertThatThrownBy(later::content).hasMessage("built");
    }
}
