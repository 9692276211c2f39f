package gpudyno.console;

import gpudyno.node.Node;
import gpudyno.node.NodeUnreachableException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// A node behind a cable that can be pulled.
public final class Switchboard {
    private final Node node;
    private volatile boolean pulled;

    public Switchboard(Node behind) {
        node = (Node) Proxy.newProxyInstance(Node.class.getClassLoader(), new Class<?>[]{Node.class}, (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "switchboard";
                };
            }
            if (pulled && !method.getName().equals("close")) {
                throw new NodeUnreachableException("http://127.0.0.1:7071 cannot be reached: Connection refused");
            }
            try {
                return method.invoke(behind, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    public Node node() {
        return node;
    }

    public void pulled(boolean now) {
        pulled = now;
    }
}
