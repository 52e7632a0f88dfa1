package io.quorate.benchmark.load;

import io.quorate.model.Acl;
import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Creates one znode after the other below a parent, up to a limit: a server keeps them all in memory.
public final class Creations implements Work {
    private static final int DIGITS = 10;

    private final String parent;
    private final int limit;
    private final Template template;
    private final Template.NumberedPath numberedPath;
    private int created;

    public Creations(String parent, byte[] content, int limit) {
        this.parent = parent;
        this.limit = limit;
        template = Template.of(new Request.Create(OpCode.CREATE, path(0), content, List.copyOf(Acl.OPEN), 0, 0));
        numberedPath = new Template.NumberedPath(path(0).getBytes(StandardCharsets.UTF_8).length, DIGITS);
    }

    /// How many znodes were asked for.
    public int created() {
        return created;
    }

    /// The path of the znode that was asked for as the `number`th, counted from 0.
    public String path(int number) {
        return parent + "/" + String.format("%0" + DIGITS + "d", number);
    }

    @Override
    public boolean next(int xid, ByteBuffer out) {
        if (created == limit) {
            return false;
        }
        template.put(xid, out, numberedPath, created);
        created++;
        return true;
    }

    /// The answer is the path; of that the number at its end.
    @Override
    public boolean accepts(int number, ByteBuffer in, int at, int bytes) {
        int end = Integer.BYTES + numberedPath.end();
        if (bytes != end) {
            return false;
        }
        int found = 0;
        for (int i = end - DIGITS; i < end; i++) {
            found = 10 * found + in.get(at + i) - '0';
        }
        return found == number;
    }
}
