package gpudyno.console;

import gpudyno.console.alerts.AlertsPage;
import gpudyno.console.cache.CachePage;
import gpudyno.console.cost.CostPage;
import gpudyno.console.fleet.FleetPage;
import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.frame.Workbench;
import gpudyno.console.gpu.GpuPage;
import gpudyno.console.history.HistoryPage;
import gpudyno.console.load.LoadPage;
import gpudyno.console.overview.OverviewPage;
import gpudyno.console.settings.HelpPage;
import gpudyno.console.settings.SettingsPage;
import gpudyno.console.traces.TracesPage;
import gpudyno.console.tune.TunePage;
import java.nio.file.Path;
import java.util.List;

/// The pages of the console's window, in its order.
public final class EveryPage {
    private EveryPage() {
    }

    public static ConsoleWindow.Pages of(Workbench bench) {
        return startingWith("Overview", bench);
    }

    /// @param first title of the page that is shown first
    public static ConsoleWindow.Pages startingWith(String first, Workbench bench) {
        return new ConsoleWindow.Pages(
                List.of(new OverviewPage(bench), new FleetPage(bench), new LoadPage(bench), new TunePage(bench), new CachePage(bench),
                        new GpuPage(bench), new AlertsPage(bench), new TracesPage(bench), new CostPage(bench), new HistoryPage(bench)),
                List.of(new SettingsPage(bench, Path.of("config")), new HelpPage(bench)), List.of(), first);
    }
}
