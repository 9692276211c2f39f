package gpudyno.console;

import gpudyno.node.Change;
import gpudyno.node.Connection;
import gpudyno.node.Node;
import gpudyno.node.NodeUnreachableException;
import gpudyno.node.Subscription;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A node behind a cable that can be pulled. A stream through it breaks with the cable and, as a remote node's does, goes on by itself: then
/// how things stand is told again. What is asked of the node is counted.
public final class Switchboard {
    private static final String REFUSED = "http://127.0.0.1:7071 cannot be reached: Connection refused";

    private final Node behind;
    private final Node node;
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private volatile boolean pulled;

    public Switchboard(Node behind) {
        this.behind = behind;
        node = (Node) proxy(Node.class, behind);
    }

    private Object proxy(Class<?> contract, Object real) {
        return Proxy.newProxyInstance(contract.getClassLoader(), new Class<?>[]{contract}, (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "switchboard";
                };
            }
            return call(contract, method, real, arguments);
        });
    }

    private Object call(Class<?> contract, Method method, Object real, Object[] arguments) throws Throwable {
        if (contract == Node.class) {
            switch (method.getName()) {
                case "changes" -> {
                    return (gpudyno.node.Changes) (_, consumer) -> listen(consumer);
                }
                case "connection" -> {
                    return pulled
                            ? new Connection(Connection.State.RECONNECTING, 1, Duration.ZERO, REFUSED)
                            : behind.connection();
                }
                case "close", "info" -> {
                    // Below.
                }
                default -> {
                    return proxy(method.getReturnType(), method.invoke(real));
                }
            }
        }
        if (pulled && !method.getName().equals("close")) {
            throw new NodeUnreachableException(REFUSED);
        }
        questions.add(method.getDeclaringClass().getSimpleName() + "." + method.getName());
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Subscription listen(Consumer<Change> consumer) {
        Line line = new Line(consumer);
        lines.add(line);
        if (!pulled) {
            line.plug();
        }
        return line;
    }

    public Node node() {
        return node;
    }

    /// What was asked of the node so far, beside its stream.
    public List<String> questions() {
        return new ArrayList<>(questions);
    }

    /// How many streams were opened through the cable.
    public int streams() {
        return lines.size();
    }

    public void pulled(boolean now) {
        pulled = now;
        lines.forEach(now ? Line::unplug : Line::plug);
    }

    private final class Line implements Subscription {
        private final Consumer<Change> consumer;
        private List<Subscription> open = List.of();
        private boolean closed;

        Line(Consumer<Change> consumer) {
            this.consumer = consumer;
        }

        synchronized void plug() {
            if (!closed && open.isEmpty()) {
                open = List.of(behind.changes().subscribe(0, consumer));
            }
        }

        synchronized void unplug() {
            open.forEach(Subscription::close);
            open = List.of();
        }

        @Override
        public long dropped() {
            return 0;
        }

        @Override
        public synchronized void close() {
            closed = true;
            unplug();
        }
    }
}
