package gpudyno.console;

import gpudyno.console.frame.Guide;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.page.Kind;
import java.util.ArrayList;
import java.util.List;

/// Goes nowhere and keeps where it was to go.
public final class RecordingGuide implements Guide {
    private final List<String> led = new ArrayList<>();

    /// In the order in which it was asked.
    public List<String> led() {
        return led;
    }

    @Override
    public void open(String title) {
        led.add("page " + title);
    }

    @Override
    public void lead(Kind kind, String id) {
        led.add(kind.title() + " " + id);
    }

    @Override
    public void attach(String address) {
        led.add("attach " + address);
    }

    @Override
    public void open(NodeViewModel node, String page) {
        led.add("page " + page + " of " + node.name());
    }
}
