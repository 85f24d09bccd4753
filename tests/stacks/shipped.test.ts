// What reads the plans of the shipped stacks, in one process: previewing them takes longer than all of these tests.
import "./shipped/golden-urns";
import "./shipped/idle-costs";
import "./shipped/preview-command";
import "./shipped/regions";
import "./shipped/stacks";
