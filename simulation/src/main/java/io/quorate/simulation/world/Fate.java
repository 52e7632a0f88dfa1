package io.quorate.simulation.world;

import io.quorate.model.ServerId;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Everything that may befall a world. What makes no sense at the moment (to kill a server that is
/// down) is left out.
public final class Fate {
    private final World world;
    private final Crashes crashes;

    /// Has the world's gate from now on.
    public Fate(World world) {
        this.world = world;
        crashes = new Crashes(world);
        world.setGate(crashes);
    }

    /// @param server 0 for whoever leads; the first server if nobody does
    private Machine machine(int server) {
        return server == 0 ? world.leader() : world.machine(new ServerId(server));
    }

    // ---- processes and machines

    /// @param server 0 for all of them
    public void start(int server) {
        if (server == 0) {
            startAll();
        } else {
            machine(server).start();
        }
    }

    public void startAll() {
        world.machines().forEach(Machine::start);
    }

    public void kill(int server) {
        if (machine(server).isUp()) {
            world.count("fault: kill");
            machine(server).kill("killed");
        }
    }

    public void powerOff(int server) {
        world.count("fault: power");
        machine(server).powerOff("the power failed");
    }

    /// The power fails inside the disk operation with this number from now, or from the next start of a
    /// server that is down.
    public void powerOffInOperation(int server, int operation) {
        world.count("fault: power inside a disk operation");
        machine(server).powerOffInOperation(operation);
    }

    /// The process is killed inside the disk operation with this number from now, or from the next start.
    public void killInOperation(int server, int operation) {
        world.count("fault: kill inside a disk operation");
        machine(server).killInOperation(operation);
    }

    /// The server ends when it next comes to a point of its life.
    ///
    /// @param moment 0 right before, 1 right after; 2 or more: the power fails inside the disk operation
    /// with the number `moment` - 1 from there
    public void crashAt(int server, CrashPoint point, int moment) {
        crashes.arm(machine(server).id(), point, moment);
    }

    public void powerOffAll() {
        world.count("fault: power of all");
        world.machines().forEach(machine -> machine.powerOff("the power failed everywhere"));
    }

    /// As a bad garbage collection or a stopped virtual machine: nothing happens in the process, and it
    /// does not know.
    public void freeze(int server, long millis) {
        ServerProcess process = machine(server).process();
        if (process != null) {
            world.count("fault: freeze");
            process.freeze(TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    // ---- clocks

    public void jumpClock(int server, long millis) {
        world.count("fault: clock jumps");
        machine(server).clock().jump(millis);
    }

    public void driftClock(int server, long ppm) {
        world.count("fault: clock drifts");
        machine(server).clock().drift(ppm);
    }

    // ---- the network between servers

    /// Nothing gets from one server to the other; the way back is another matter.
    public void cut(int from, int to) {
        world.count("fault: one way cut");
        world.path(machine(from), machine(to)).cut();
    }

    /// Only servers of the same side reach one another.
    public void partition(List<Integer> servers) {
        world.count("fault: partition");
        List<Machine> side = servers.stream().map(this::machine).toList();
        for (Machine one : world.machines()) {
            for (Machine other : world.machines()) {
                if (side.contains(one) != side.contains(other)) {
                    world.path(one, other).cut();
                }
            }
        }
    }

    /// All ways are open and as fast as they should be.
    public void heal() {
        world.count("heal");
        world.paths().forEach(Path::heal);
    }

    public void slowDown(int from, int to, int times) {
        world.count("fault: slow link");
        world.path(machine(from), machine(to)).slowDown(times);
    }

    /// The connections between two servers break in the middle of what they carry.
    ///
    /// @param whoNotices 0 for both, else the one server that does; to the other it looks as if nothing
    /// came any more
    public void breakLinks(int one, int other, int whoNotices) {
        ServerProcess process = machine(one).process();
        if (process == null || machine(one) == machine(other)) {
            return;
        }
        world.count(whoNotices == 0 ? "fault: link broken" : "fault: link half open");
        world.elections().disturb(machine(one), machine(other));
        for (LinkEnd end : process.wires().links()) {
            LinkEnd far = end.far();
            if (far.owner().machine() == machine(other)) {
                end.breakOff();
                far.breakOff();
                if (whoNotices != other) {
                    end.lost();
                }
                if (whoNotices != one) {
                    far.lost();
                }
            }
        }
    }

    // ---- the network to clients

    public void cutClient(int client, int server) {
        world.count("fault: client cut off");
        world.path("c" + client, "s" + server).cut();
        world.path("s" + server, "c" + client).cut();
    }

    public void breakClients(int server) {
        ServerProcess process = machine(server).process();
        if (process != null) {
            world.count("fault: client connections broken");
            process.wires().clients().forEach(ClientWire::cutInTheMiddle);
        }
    }

    // ---- disks

    public void slowDisk(int server, int times) {
        world.count("fault: slow disk");
        machine(server).slowDisk(times);
    }

    /// From the operation with this number on the disk fails, until {@link #repairDisk}.
    public void failDisk(int server, int operation) {
        world.count("fault: disk error");
        machine(server).failDisk(operation, Machine.NEVER);
    }

    /// There is room for so many bytes more, until {@link #repairDisk}.
    public void fillDisk(int server, long bytesLeft) {
        world.count("fault: disk full");
        machine(server).failDisk(Machine.NEVER, bytesLeft);
    }

    /// @param server 0 for all of them
    public void repairDisk(int server) {
        if (server == 0) {
            world.machines().forEach(Machine::repairDisk);
        } else {
            machine(server).repairDisk();
        }
    }

    /// A bit flips at rest; only while the server is down and the disks of all others are whole.
    public void flip(int server) {
        if (machine(server).isDown() && othersAreWhole(server)) {
            machine(server).flip();
        }
    }

    /// The disk is replaced by an empty one; only while the server is down and the disks of all others
    /// are whole.
    public void wipe(int server) {
        if (machine(server).isDown() && othersAreWhole(server)) {
            machine(server).wipe();
        }
    }

    /// The disk is replaced if the server would not start from it.
    public void replaceDisk(int server) {
        if (machine(server).refusal() != null) {
            wipe(server);
        }
    }

    /// Nothing can be promised to those who lose the disks of so many that the others are no majority.
    private boolean othersAreWhole(int server) {
        return world.machines().size() > 2
                && world.machines().stream().allMatch(machine -> machine.id().value() == server || machine.isWhole());
    }

    // ---- operators

    public void purge(int server, int retainedSnapshots) {
        ServerProcess process = machine(server).process();
        if (process != null) {
            process.purge(retainedSnapshots);
        }
    }

    /// Whatever is wrong is put right: networks, disks, clocks; everybody is awake and started.
    public void calm() {
        heal();
        crashes.disarm();
        world.machines().forEach(Machine::calm);
        replaceDisks();
    }

    /// Whoever is down is started, with an empty disk if its own is of no use.
    public void replaceDisks() {
        for (Machine machine : world.machines()) {
            replaceDisk((int) machine.id().value());
            machine.start();
        }
    }
}
