package gpudyno.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// One keep-alive connection with at most one request on it. Bodies are read and dropped, token streams looked into first.
final class LoadConnection extends ChannelInboundHandlerAdapter {
    private final LoadRun run;
    private final @Nullable TokenStream output;
    private @Nullable ChannelHandlerContext context;
    private LoadRun.@Nullable Request request;
    private long sentAt;
    private int status;
    private boolean keepAlive = true;

    LoadConnection(LoadRun run, AnswerForm answers) {
        this.run = run;
        output = answers == AnswerForm.TOKEN_STREAM ? new TokenStream() : null;
    }

    long sentAt() {
        return sentAt;
    }

    void send(LoadRun.Request next, long at, ByteBuf bytes) {
        request = next;
        sentAt = at;
        status = 0;
        ChannelHandlerContext channel = java.util.Objects.requireNonNull(context);
        channel.writeAndFlush(bytes, channel.voidPromise());
    }

    void close() {
        if (context != null) {
            context.close();
        }
    }

    /// Gives the request up and the connection with it.
    void fail(String kind) {
        LoadRun.Request failing = request;
        request = null;
        close();
        if (failing != null) {
            run.failed(failing, kind);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        if (message instanceof HttpResponse response) {
            status = response.decoderResult().isSuccess() ? response.status().code() : -1;
            keepAlive = HttpUtil.isKeepAlive(response);
            if (output != null) {
                output.begin(String.valueOf(response.headers().get(HttpHeaderNames.CONTENT_TYPE)));
            }
        }
        if (output != null && status == 200 && message instanceof HttpContent content) {
            output.read(content.content(), run.now() - sentAt);
        }
        boolean last = message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        if (status == -1) {
            fail("bad response");
        } else if (last && status >= 200) {
            complete();
        }
    }

    private void complete() {
        LoadRun.Request done = request;
        request = null;
        if (done == null) {
            close();
            return;
        }
        int answer = status;
        status = 0;
        if (keepAlive) {
            run.answered(this, done, sentAt, answer, output);
            run.free(this);
        } else {
            close();
            run.answered(this, done, sentAt, answer, output);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) {
        run.closed(this);
        fail("closed early");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        fail(ErrorKind.of(cause));
    }
}
