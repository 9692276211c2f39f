package gpudyno.serve.backend;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;

/// A model file opened for rewriting: nodes can be replaced and constants added, everything else passes through byte for byte.
///
/// The field numbers are those of `onnx.proto` (ModelProto, GraphProto, NodeProto, TensorProto, AttributeProto), which by the rules of
/// protocol buffers never change.
final class OnnxGraph {
    static final int FLOAT = 1;
    static final int UINT8 = 2;
    private static final int INT64 = 7;
    private static final int MODEL_GRAPH = 7;
    private static final int MODEL_OPERATORS = 8;
    private static final int OPERATORS_DOMAIN = 1;
    private static final int OPERATORS_VERSION = 2;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int NODE_OPERATOR = 4;
    private static final int NODE_ATTRIBUTE = 5;
    private static final int TENSOR_DIMENSIONS = 1;
    private static final int TENSOR_TYPE = 2;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_BYTES = 9;
    private static final int ATTRIBUTE_NAME = 1;
    private static final int ATTRIBUTE_INT = 3;
    private static final int ATTRIBUTE_INTS = 8;
    private static final int ATTRIBUTE_TYPE = 20;
    private static final int TYPE_INT = 2;
    private static final int TYPE_INTS = 7;

    private final UnknownFieldSet model;
    private final UnknownFieldSet graph;
    private final Field.Builder initializers;
    private Field nodes;

    private OnnxGraph(UnknownFieldSet model, UnknownFieldSet graph) {
        this.model = model;
        this.graph = graph;
        initializers = Field.newBuilder(graph.getField(GRAPH_INITIALIZER));
        nodes = graph.getField(GRAPH_NODE);
    }

    /// One operation: its type, inputs and outputs.
    record Node(String operator, List<String> inputs, List<String> outputs, ByteString encoded) {
        static Node of(String operator, List<String> inputs, String output, Attribute... attributes) {
            UnknownFieldSet.Builder node = UnknownFieldSet.newBuilder().addField(NODE_INPUT, texts(inputs))
                    .addField(NODE_OUTPUT, texts(List.of(output))).addField(NODE_OPERATOR, texts(List.of(operator)));
            Field.Builder encoded = Field.newBuilder();
            for (Attribute attribute : attributes) {
                encoded.addLengthDelimited(attribute.encoded);
            }
            node.addField(NODE_ATTRIBUTE, encoded.build());
            return new Node(operator, inputs, List.of(output), node.build().toByteString());
        }

        private static Node decode(ByteString encoded) {
            try {
                UnknownFieldSet node = UnknownFieldSet.parseFrom(encoded);
                return new Node(texts(node, NODE_OPERATOR).getFirst(), texts(node, NODE_INPUT), texts(node, NODE_OUTPUT), encoded);
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalArgumentException("a node of the model is damaged: " + e.getMessage(), e);
            }
        }
    }

    /// A parameter of an operation.
    record Attribute(ByteString encoded) {
        static Attribute of(String name, long value) {
            return encode(name, ATTRIBUTE_INT, value, TYPE_INT);
        }

        static Attribute ofList(String name, long value) {
            return encode(name, ATTRIBUTE_INTS, value, TYPE_INTS);
        }

        private static Attribute encode(String name, int field, long value, int type) {
            return new Attribute(UnknownFieldSet.newBuilder().addField(ATTRIBUTE_NAME, texts(List.of(name))).addField(field, number(value))
                    .addField(ATTRIBUTE_TYPE, number(type)).build().toByteString());
        }
    }

    /// @throws InvalidProtocolBufferException if the bytes are no model
    static OnnxGraph parse(byte[] bytes) throws InvalidProtocolBufferException {
        UnknownFieldSet model = UnknownFieldSet.parseFrom(bytes);
        List<ByteString> graphs = model.getField(MODEL_GRAPH).getLengthDelimitedList();
        if (graphs.size() != 1) {
            throw new InvalidProtocolBufferException("an ONNX model holds one graph, found " + graphs.size());
        }
        return new OnnxGraph(model, UnknownFieldSet.parseFrom(graphs.getFirst()));
    }

    /// The version of the standard operators that the model is written for.
    int operatorSet() {
        return model.getField(MODEL_OPERATORS).getLengthDelimitedList().stream().mapToInt(OnnxGraph::standardVersion).max().orElse(1);
    }

    private static int standardVersion(ByteString encoded) {
        try {
            UnknownFieldSet set = UnknownFieldSet.parseFrom(encoded);
            boolean standard = texts(set, OPERATORS_DOMAIN).stream().allMatch(domain -> domain.isEmpty() || domain.equals("ai.onnx"));
            return standard ? set.getField(OPERATORS_VERSION).getVarintList().stream().mapToInt(Long::intValue).max().orElse(1) : 0;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("the model's list of operators is damaged: " + e.getMessage(), e);
        }
    }

    boolean has(String operator) {
        return nodes.getLengthDelimitedList().stream().anyMatch(encoded -> Node.decode(encoded).operator.equals(operator));
    }

    /// Replaces every node by the nodes that `replacement` returns for it, in the same place.
    void replace(Function<Node, List<Node>> replacement) {
        Field.Builder replaced = Field.newBuilder();
        for (ByteString encoded : nodes.getLengthDelimitedList()) {
            for (Node node : replacement.apply(Node.decode(encoded))) {
                replaced.addLengthDelimited(node.encoded);
            }
        }
        nodes = replaced.build();
    }

    void constant(String name, float value) {
        constant(name, FLOAT, ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, value).array());
    }

    /// @param value from 0 to 255
    void constant(String name, int value) {
        constant(name, UINT8, new byte[]{(byte) value});
    }

    /// A list of one number.
    void constantList(String name, long value) {
        byte[] encoded = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value).array();
        initializers.addLengthDelimited(tensor(name, INT64, encoded).addField(TENSOR_DIMENSIONS, number(1)).build().toByteString());
    }

    private void constant(String name, int type, byte[] value) {
        initializers.addLengthDelimited(tensor(name, type, value).build().toByteString());
    }

    private static UnknownFieldSet.Builder tensor(String name, int type, byte[] value) {
        return UnknownFieldSet.newBuilder().addField(TENSOR_TYPE, number(type))
                .addField(TENSOR_NAME, texts(List.of(name)))
                .addField(TENSOR_BYTES, Field.newBuilder().addLengthDelimited(ByteString.copyFrom(value)).build());
    }

    byte[] toBytes() {
        UnknownFieldSet rewritten = graph.toBuilder().clearField(GRAPH_NODE).addField(GRAPH_NODE, nodes).clearField(GRAPH_INITIALIZER)
                .addField(GRAPH_INITIALIZER, initializers.build()).build();
        Field only = Field.newBuilder().addLengthDelimited(rewritten.toByteString()).build();
        return model.toBuilder().clearField(MODEL_GRAPH).addField(MODEL_GRAPH, only).build().toByteArray();
    }

    private static List<String> texts(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream().map(ByteString::toStringUtf8).toList();
    }

    private static Field texts(List<String> values) {
        Field.Builder field = Field.newBuilder();
        values.forEach(value -> field.addLengthDelimited(ByteString.copyFromUtf8(value)));
        return field.build();
    }

    private static Field number(long value) {
        return Field.newBuilder().addVarint(value).build();
    }
}
