package dev.preflight.checks.storage;

import dev.preflight.api.Arg;
import dev.preflight.api.Judgement;
import dev.preflight.api.Remedy;
import dev.preflight.api.Subject;
import dev.preflight.checks.storage.RaidControllers.Controller;
import dev.preflight.checks.storage.RaidControllers.Volume;
import dev.preflight.checks.storage.RaidProgram.Answer;
import dev.preflight.fact.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What RAID controllers and ZFS pools report, or why they could not be asked. */
final class ControllerHealth {
    /** Drivers of ports in a "RAID mode" whose arrays are made by md: ahci(4) of Intel's and AMD's firmware RAID, VMD. */
    private static final Set<String> WITHOUT_RAID = Set.of("ahci", "isci", "vmd", "nvme");

    /** The driver of each family of controllers, and who can ask it. */
    private static final Map<String, List<RaidProgram>> PROGRAMS = Map.of(
            "megaraid_sas", List.of(RaidProgram.STORCLI),
            "mpt3sas", List.of(RaidProgram.STORCLI),
            "mpi3mr", List.of(RaidProgram.STORCLI),
            "hpsa", List.of(RaidProgram.SSACLI),
            "smartpqi", List.of(RaidProgram.SSACLI, RaidProgram.ARCCONF),
            "aacraid", List.of(RaidProgram.ARCCONF));

    private static final Map<RaidProgram, String> NAMES = Map.of(
            RaidProgram.STORCLI, "storcli64, perccli64",
            RaidProgram.SSACLI, "ssacli, hpssacli",
            RaidProgram.ARCCONF, "arcconf",
            RaidProgram.ZPOOL, "zpool");

    /** States of a volume that is well: StorCLI, ssacli, arcconf; zpool. */
    private static final Set<String> WELL = Set.of("Optl", "OK", "Optimal");

    private ControllerHealth() {}

    static List<Judgement> of(RaidControllers raid) {
        List<Judgement> said = new ArrayList<>();
        Map<List<RaidProgram>, List<Controller>> byProgram = new LinkedHashMap<>();
        for (Controller controller : raid.controllers()) {
            if (!WITHOUT_RAID.contains(controller.driver())) {
                byProgram
                        .computeIfAbsent(
                                PROGRAMS.getOrDefault(controller.driver(), List.of()), key -> new ArrayList<>())
                        .add(controller);
            }
        }
        byProgram.forEach((programs, controllers) -> said.addAll(family(raid, programs, controllers)));
        said.addAll(pools(raid));
        return said;
    }

    private static List<Judgement> family(
            RaidControllers raid, List<RaidProgram> programs, List<Controller> controllers) {
        List<Answer> answers = raid.answers().stream()
                .filter(answer -> programs.contains(answer.family()))
                .toList();
        List<Judgement> said = new ArrayList<>();
        answers.forEach(answer -> answer.volumes().stream()
                .distinct()
                .filter(volume -> !WELL.contains(volume.state()))
                .map(volume -> bad("volume-not-optimal", "volume", volume, answer.program()))
                .forEach(said::add));
        int counted = programs.stream()
                .mapToInt(program -> program == RaidProgram.ARCCONF
                        ? count(answers, program)
                        : answers.stream()
                                .filter(answer -> answer.family() == program)
                                .mapToInt(Answer::controllers)
                                .sum())
                .max()
                .orElse(0);
        for (Controller controller : controllers) {
            Subject subject = Subject.of("controller", controller.address());
            if (counted >= controllers.size()) {
                said.add(Judgement.pass("controller-ok", subject)
                        .with("driver", controller.driver())
                        .with(
                                "volumes",
                                Arg.count(answers.stream()
                                        .flatMap(answer -> answer.volumes().stream())
                                        .distinct()
                                        .count())));
            } else {
                said.add(untold(raid, programs, answers, subject).with("driver", controller.driver()));
            }
        }
        return said;
    }

    private static int count(List<Answer> answers, RaidProgram program) {
        return (int) answers.stream()
                .filter(answer -> answer.family() == program && answer.recognized())
                .count();
    }

    private static Judgement untold(
            RaidControllers raid, List<RaidProgram> programs, List<Answer> answers, Subject subject) {
        if (!raid.root() && !programs.isEmpty()) {
            return Judgement.unknown(Reason.NO_PERMISSION, subject).with("detail", names(programs));
        }
        if (answers.isEmpty()) {
            return Judgement.unknown(Reason.NO_TOOL, subject).with("detail", names(programs));
        }
        boolean malformed = answers.stream().anyMatch(answer -> !answer.recognized());
        String said = answers.stream()
                .filter(answer -> answer.recognized() != malformed)
                .map(answer -> answer.program() + ": " + answer.said())
                .findFirst()
                .orElse("");
        return Judgement.unknown(malformed ? Reason.MALFORMED : Reason.AMBIGUOUS, subject)
                .with("detail", said);
    }

    private static String names(List<RaidProgram> programs) {
        return String.join(
                ", ",
                programs.stream()
                        .map(program -> NAMES.getOrDefault(program, ""))
                        .toList());
    }

    private static List<Judgement> pools(RaidControllers raid) {
        Map<String, Judgement> bad = new LinkedHashMap<>();
        List<Judgement> said = new ArrayList<>();
        raid.pools().stream()
                .filter(pool -> !pool.state().equals("ONLINE"))
                .forEach(pool -> bad.put(pool.name(), bad("pool-not-healthy", "pool", pool, "/proc/spl/kstat/zfs")));
        for (Answer answer : raid.answers()) {
            if (answer.family() == RaidProgram.ZPOOL) {
                answer.volumes()
                        .forEach(pool ->
                                bad.putIfAbsent(pool.name(), bad("pool-not-healthy", "pool", pool, answer.program())));
                if (!answer.recognized()) {
                    said.add(Judgement.unknown(Reason.NOT_READABLE, Subject.of("pool", ""))
                            .with("detail", answer.said()));
                }
            }
        }
        said.addAll(bad.values());
        raid.pools().stream()
                .filter(pool -> !bad.containsKey(pool.name()))
                .forEach(pool -> said.add(Judgement.pass("pool-ok", Subject.of("pool", pool.name()))));
        return said;
    }

    private static Judgement bad(String code, String kind, Volume volume, String program) {
        return Judgement.fail(code, Subject.of(kind, volume.name()))
                .with("volume", volume.name())
                .with("state", volume.state())
                .with("program", program)
                .withRemedy(Remedy.manual(kind.equals("pool") ? "pool" : "volume"));
    }
}
