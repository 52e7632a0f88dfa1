package io.quorate.shell;

import io.quorate.model.Acl;
import io.quorate.model.Identity;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// ACLs as they are typed (`scheme:id:permissions`, comma-separated) and printed.
final class AclText {
    private AclText() {}

    /// What is wrong with single entries or letters goes to `complaints`; the others count. The scheme ends
    /// at the first colon and the permissions begin after the last, so that an id may hold colons.
    static List<Acl> parse(String text, PrintStream complaints) {
        List<Acl> list = new ArrayList<>();
        for (String entry : text.split(",", 0)) {
            int first = entry.indexOf(':');
            int last = entry.lastIndexOf(':');
            if (first < 0 || first == last) {
                complaints.println(entry + " does not have the form scheme:id:perm");
                continue;
            }
            Identity who = new Identity(entry.substring(0, first), entry.substring(first + 1, last));
            list.add(new Acl(permissions(entry.substring(last + 1), complaints), who));
        }
        return list;
    }

    static String of(Acl acl) {
        Identity who = acl.identity();
        return "'" + who.scheme() + ",'" + who.id() + System.lineSeparator() + ": " + letters(acl.permissions());
    }

    private static int permissions(String letters, PrintStream complaints) {
        int permissions = 0;
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            switch (letter) {
                case 'r' -> permissions |= Acl.READ;
                case 'w' -> permissions |= Acl.WRITE;
                case 'c' -> permissions |= Acl.CREATE;
                case 'd' -> permissions |= Acl.DELETE;
                case 'a' -> permissions |= Acl.ADMIN;
                default -> complaints.println("Unknown perm type: " + letter);
            }
        }
        return permissions;
    }

    private static String letters(int permissions) {
        StringBuilder letters = new StringBuilder();
        append(letters, permissions, Acl.CREATE, 'c');
        append(letters, permissions, Acl.DELETE, 'd');
        append(letters, permissions, Acl.READ, 'r');
        append(letters, permissions, Acl.WRITE, 'w');
        append(letters, permissions, Acl.ADMIN, 'a');
        return letters.toString();
    }

    private static void append(StringBuilder letters, int permissions, int bit, char letter) {
        if ((permissions & bit) != 0) {
            letters.append(letter);
        }
    }
}
