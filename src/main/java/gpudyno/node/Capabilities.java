package gpudyno.node;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

/// What this version of a node can do: the names of the contracts that [Node] has. A console learns them from
/// [gpudyno.model.node.NodeInfo#capabilities], so it knows what an older node lacks.
public final class Capabilities {
    private Capabilities() {
    }

    public static List<String> all() {
        return Stream.of(Node.class.getMethods()).filter(Capabilities::isContract).map(Method::getName).sorted().toList();
    }

    private static boolean isContract(Method method) {
        Class<?> type = method.getReturnType();
        return method.getParameterCount() == 0 && type.isInterface() && type.getPackage().equals(Node.class.getPackage());
    }
}
