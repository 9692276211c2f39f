package gpudyno.node;

import gpudyno.gpu.drm.DrmTree;
import gpudyno.node.local.LocalNode;
import gpudyno.node.server.ApiToken;
import gpudyno.node.server.NodeServer;
import gpudyno.serve.backend.ModelFiles;
import gpudyno.store.DataFolder;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A node and whatever reaches it; real engines, real HTTP.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class NodeFixture {
    protected LocalNode local;
    protected NodeServer server;
    protected Node node;

    /// The node under test, made from a local one and its listener.
    abstract Node reach(LocalNode served, URI address, String token);

    @BeforeAll
    void start(@TempDir Path folder) {
        DrmTree tree = new DrmTree(folder.resolve("kernel")).integrated("card0", "0000:0a:00.0").process(4711, "renderer", 7,
                "drm-driver:\tamdgpu\ndrm-client-id:\t1\ndrm-pdev:\t0000:0a:00.0\ndrm-memory-vram:\t2048 KiB\n");
        local = new LocalNode(DataFolder.open(folder), "test", ModelFiles.builtIn(), tree.settings());
        ApiToken token = ApiToken.at(folder.resolve("token"));
        server = new NodeServer(local, token, "127.0.0.1", 0);
        node = reach(local, URI.create("http://127.0.0.1:" + server.port()), token.text());
    }

    @AfterAll
    void stop() {
        node.close();
        local.stopActivity();
        server.close();
        local.close();
    }
}
