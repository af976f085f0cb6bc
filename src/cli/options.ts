// The options that commands share.

import { Option } from 'commander'

export const configOption = () => new Option('--config <file>', 'the settings file').default('habeas.yaml')
export const jsonOption = () => new Option('--json', 'print facts as JSON')
