package io.quorate.acceptance.differential;

import io.quorate.model.OpCode;
import io.quorate.protocol.client.Request;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where Quorate answers otherwise on purpose, and why.
enum IntendedDifference {
    NO_ACL_IN_MULTI(
            "A null is an invalid ACL, or entry of one, in a multi as elsewhere: an error of that part, not of the"
                    + " whole.",
            Consequence.STATES_DIFFER),

    EMPTY_PATH(
            "ZooKeeper's tree has \"\" as a second name of its root; a client that sends it has made a mistake, and"
                    + " learns of it here (BADARGUMENTS).",
            Consequence.NONE),

    EMPTY_PATH_IN_SET_WATCHES(
            "The same for the watches that a client wants again: none of them is set.", Consequence.STATES_DIFFER),

    NO_LIST_OF_WATCHES(
            "A list of watches that is null holds none; ZooKeeper fails, with some of the watches set already.",
            Consequence.STATES_DIFFER),

    WATCH_ON_NO_PATH(
            "No znode can ever have the path, so the watch could never fire; ZooKeeper keeps it all the same.",
            Consequence.NONE),

    WATCH_ON_NO_PATH_IS_NOT_THERE("Consequently nobody has such a watch.", Consequence.NONE),

    MODE_OF_ANOTHER_OPERATION(
            "The mode does not belong to the operation: a container that createContainer does not know of, an ephemeral"
                    + " one that is logged as a container. ZooKeeper makes txns of them that mean different things to"
                    + " different versions; here they are bad arguments.",
            Consequence.STATES_DIFFER),

    ENTRY_WITHOUT_ID("An ACL entry that names nobody is invalid, not undecodable.", Consequence.STATES_DIFFER),

    NEGATIVE_COUNT(
            "A list of a negative number of elements cannot be decoded; ZooKeeper reads it as an empty one.",
            Consequence.STATES_DIFFER),

    OPERATION_OF_SERVERS(
            "What only servers may ask for is unknown to clients' connections; ZooKeeper would let clients delete"
                    + " containers, or hangs up.",
            Consequence.STATES_DIFFER),

    SASL_WITHOUT_LOGIN(
            "Nobody can log in by SASL, so it fails; ZooKeeper answers with an empty token, which a client may take for"
                    + " success.",
            Consequence.STATES_DIFFER),

    CREDENTIALS_WITHOUT_PASSWORD(
            "Digest credentials are `user:password`. Without a colon they prove nothing, and ZooKeeper makes an identity"
                    + " of them that no ACL can name.",
            Consequence.STATES_DIFFER),

    QUOTA_WITHIN_A_MULTI(
            "A hard quota is held against what the parts of a multi have done before; ZooKeeper holds each part against"
                    + " the tree as it was before all of them.",
            Consequence.STATES_DIFFER),

    CHARACTERS_BEYOND_16_BITS(
            "They are written as UTF-8. ZooKeeper writes each half of the pair for itself, which no UTF-8 reader takes.",
            Consequence.NONE),

    ERROR_WITH_A_BODY(
            "A multiRead that cannot be read is answered like every other request that cannot; ZooKeeper adds the end of"
                    + " an empty list, which clients that trust the header would not look for.",
            Consequence.NONE);

    /// What becomes of the rest of a script.
    enum Consequence {
        /// Both servers go on from the same state.
        NONE,
        /// One server has done what the other has not; what follows cannot be compared.
        STATES_DIFFER
    }

    private static final String QUOTA_EXCEEDED = "/-125 ";

    private final String reason;
    private final Consequence consequence;

    IntendedDifference(String reason, Consequence consequence) {
        this.reason = reason;
        this.consequence = consequence;
    }

    String reason() {
        return reason;
    }

    Consequence consequence() {
        return consequence;
    }

    /// The one that two answers in the same place are an example of.
    static @Nullable IntendedDifference between(Heard apache, Heard quorate) {
        if (apache.text().equals(quorate.text().replaceAll("\\\\ud[89a-f]\\p{XDigit}{2}", "\\\\ufffd"))) {
            return CHARACTERS_BEYOND_16_BITS;
        }
        Frame again = apache.asked();
        if (again != null && again.request() instanceof Request.SetWatches && apache.error() == -5) {
            return NO_LIST_OF_WATCHES;
        }
        if (isRefusedByQuota(apache) != isRefusedByQuota(quorate)) {
            return QUOTA_WITHIN_A_MULTI;
        }
        Frame asked = quorate.asked();
        if (asked == null || (apache.asked() != null && apache.asked() != asked)) {
            return null;
        }
        Place where = new Place(asked.understood(), apache, quorate);
        return Stream.of(values())
                .filter(difference -> difference.explains(where))
                .findFirst()
                .orElse(null);
    }

    private static boolean isRefusedByQuota(Heard heard) {
        Frame asked = heard.asked();
        return asked != null && asked.op() == OpCode.MULTI && heard.text().contains(QUOTA_EXCEEDED);
    }

    private boolean explains(Place where) {
        return switch (this) {
            case EMPTY_PATH ->
                where.paths().anyMatch(String::isEmpty)
                        && (where.quorate(-8) || where.request() instanceof Request.Multi)
                        && !(where.request() instanceof Request.SetWatches);
            case EMPTY_PATH_IN_SET_WATCHES ->
                where.quorate(-8)
                        && where.request() instanceof Request.SetWatches
                        && where.paths().anyMatch(String::isEmpty);
            case WATCH_ON_NO_PATH ->
                where.op() == OpCode.ADD_WATCH && where.apache(0) && where.quorate(-8) && where.isAboutNoPath();
            case WATCH_ON_NO_PATH_IS_NOT_THERE ->
                (where.op() == OpCode.CHECK_WATCHES || where.op() == OpCode.REMOVE_WATCHES)
                        && where.apache(0)
                        && where.quorate(-121)
                        && where.isAboutNoPath();
            case MODE_OF_ANOTHER_OPERATION -> where.creates().anyMatch(Place::isMixed);
            case ENTRY_WITHOUT_ID -> where.quorate(-114) && where.apache(-5);
            case NO_ACL_IN_MULTI ->
                where.op() == OpCode.MULTI
                        && where.apache(-5)
                        && where.creates().anyMatch(Place::lacksAcl);
            case NEGATIVE_COUNT -> where.isUndecodable("announces -") && where.quorate(-5);
            case OPERATION_OF_SERVERS ->
                where.quorate(-6)
                        && where.request() instanceof Request.Unknown(int code)
                        && (code == OpCode.DELETE_CONTAINER.code() || code == OpCode.CREATE_SESSION.code());
            case SASL_WITHOUT_LOGIN -> where.op() == OpCode.SASL && where.quorate(-115);
            case CREDENTIALS_WITHOUT_PASSWORD -> where.op() == OpCode.AUTH && where.quorate(-115) && where.apache(0);
            // Not about answers to something in particular.
            case CHARACTERS_BEYOND_16_BITS, NO_LIST_OF_WATCHES, QUOTA_WITHIN_A_MULTI -> false;
            case ERROR_WITH_A_BODY -> where.op() == OpCode.MULTI_READ && where.apache(-5) && where.quorate(-5);
        };
    }
}
