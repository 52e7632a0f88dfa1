package io.quorate.acceptance.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quorate.acceptance.harness.Eventually;
import io.quorate.acceptance.harness.Member;
import io.quorate.model.Acl;
import io.quorate.model.ErrorCode;
import io.quorate.model.OpCode;
import io.quorate.model.SessionId;
import io.quorate.model.Zxid;
import io.quorate.protocol.JuteWriter;
import io.quorate.protocol.client.ClientCodec;
import io.quorate.protocol.client.ClientCodec.ReplyFrame;
import io.quorate.protocol.client.ConnectRequest;
import io.quorate.protocol.client.Request;
import io.quorate.protocol.client.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One of the two servers, with a session of a superuser that looks at the whole tree and tidies it.
final class Examinee implements AutoCloseable {
    /// `super:secret`, for the configuration; and what the superuser sends.
    static final String SUPER_DIGEST = "super:lK75jTNcA+U9vtVEw5vB51mj/w4=";
    static final byte[] SUPER_CREDENTIALS = "super:secret".getBytes(UTF_8);

    private static final byte[] NOTHING = {};
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final List<String> RESERVED = List.of("/", "/zookeeper", "/zookeeper/config", "/zookeeper/quota");

    private final Member member;
    private final Line line;
    private final List<List<Acl>> originalAcls = new ArrayList<>();
    private final List<byte[]> originalData = new ArrayList<>();
    private long lastZxid;
    private int xid;

    Examinee(Member member) throws IOException {
        this.member = member;
        line = new Line(member.clientPort());
        JuteWriter out = new JuteWriter();
        ClientCodec.writeConnectRequest(
                new ConnectRequest(0, Zxid.ZERO, TIMEOUT_MILLIS, SessionId.NONE, new byte[16], true, false), out);
        line.send(out);
        byte[] _ = received();
        List<ReplyFrame> _ = ask(List.of(new Request.Auth(0, "digest", SUPER_CREDENTIALS)));
        for (String path : RESERVED) {
            originalAcls.add(acl(path));
            originalData.add(data(path));
        }
        tidy();
    }

    int port() {
        return member.clientPort();
    }

    /// As of the last answer; nobody else writes between scripts.
    long lastZxid() {
        return lastZxid;
    }

    long askLastZxid() throws IOException {
        List<ReplyFrame> _ = ask(List.of(new Request.Bare(OpCode.PING)));
        return lastZxid;
    }

    void awaitZxidAfter(long before) {
        Eventually.holds("a session has expired at " + member, () -> {
            try {
                return askLastZxid() > before;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    /// Every znode in all its fields, in the order of their paths.
    List<Heard> tree(Wording wording) throws IOException {
        List<Heard> lines = new ArrayList<>();
        for (String path : paths()) {
            List<Request> questions = List.of(
                    new Request.Watchable(OpCode.GET_DATA, path, false), new Request.PathOnly(OpCode.GET_ACL, path));
            StringBuilder text = new StringBuilder(path);
            List<ReplyFrame> answers = ask(questions);
            for (int i = 0; i < answers.size(); i++) {
                ReplyFrame answer = answers.get(i);
                Frame asked = Frame.of(questions.get(i));
                text.append(' ').append(wording.reply(asked, answer.zxid().value(), answer.errorCode(), answer.body()));
            }
            lines.add(Heard.of(text.toString()));
        }
        return lines;
    }

    private List<String> paths() throws IOException {
        List<String> all = new ArrayList<>(List.of("/"));
        for (int i = 0; i < all.size(); i++) {
            String path = all.get(i);
            ReplyFrame answer = ask(List.of(new Request.Watchable(OpCode.GET_CHILDREN, path, false)))
                    .getFirst();
            Response.Names names = (Response.Names) ClientCodec.readResponse(OpCode.GET_CHILDREN, answer.body());
            names.names().stream()
                    .sorted()
                    .map(name -> path.equals("/") ? "/" + name : path + "/" + name)
                    .forEach(all::add);
        }
        return all;
    }

    /// Removes what a script has left, so that the next one finds what every tree begins with.
    void tidy() throws IOException {
        List<Request> deeds = new ArrayList<>();
        List<String> all = paths();
        for (String path : all.reversed()) {
            if (!RESERVED.contains(path)) {
                deeds.add(new Request.Delete(path, -1));
            }
        }
        for (int i = 0; i < RESERVED.size(); i++) {
            String path = RESERVED.get(i);
            if (!acl(path).equals(originalAcls.get(i))) {
                deeds.add(new Request.SetAcl(path, originalAcls.get(i), -1));
            }
            if (!Arrays.equals(data(path), originalData.get(i))) {
                deeds.add(new Request.SetData(path, originalData.get(i), -1));
            }
        }
        for (ReplyFrame answer : ask(deeds)) {
            if (answer.errorCode() != ErrorCode.OK.code()) {
                throw new AssertionError("cannot tidy " + member + ": " + answer.errorCode() + " of " + deeds);
            }
        }
    }

    /// What the reserved znodes have kept of all scripts before: how often they were changed.
    String past() throws IOException {
        StringBuilder past = new StringBuilder();
        for (String path : RESERVED) {
            ReplyFrame answer = ask(List.of(new Request.Watchable(OpCode.EXISTS, path, false)))
                    .getFirst();
            Response.StatOnly stat = (Response.StatOnly) ClientCodec.readResponse(OpCode.EXISTS, answer.body());
            past.append(path)
                    .append(' ')
                    .append(stat.stat().version())
                    .append(' ')
                    .append(stat.stat().cversion())
                    .append(' ')
                    .append(stat.stat().aversion())
                    .append(", ");
        }
        return past.toString();
    }

    private List<Acl> acl(String path) throws IOException {
        ReplyFrame answer =
                ask(List.of(new Request.PathOnly(OpCode.GET_ACL, path))).getFirst();
        return ((Response.AclAndStat) ClientCodec.readResponse(OpCode.GET_ACL, answer.body())).acl();
    }

    private byte[] data(String path) throws IOException {
        ReplyFrame answer = ask(List.of(new Request.Watchable(OpCode.GET_DATA, path, false)))
                .getFirst();
        byte[] data = ((Response.Data) ClientCodec.readResponse(OpCode.GET_DATA, answer.body())).data();
        return data == null ? NOTHING : data;
    }

    private List<ReplyFrame> ask(List<Request> requests) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        for (Request request : requests) {
            Frame frame = Frame.of(request);
            frames.add(frame.bytes(frame.xid(++xid), 0));
        }
        line.send(frames);
        List<ReplyFrame> answers = new ArrayList<>();
        for (Request _ : requests) {
            ReplyFrame answer = ClientCodec.readReply(received());
            lastZxid = Math.max(lastZxid, answer.zxid().value());
            answers.add(answer);
        }
        return answers;
    }

    private byte[] received() throws IOException {
        byte[] frame = line.receive();
        if (frame == null) {
            throw new AssertionError(member + " has closed the connection of the superuser\n" + member.lastLines());
        }
        return frame;
    }

    @Override
    public String toString() {
        return member + (member.alive() ? "" : ", which has ended,") + "\n" + member.lastLines();
    }

    @Override
    public void close() throws IOException {
        line.close();
        member.kill();
    }
}
