import { Injectable } from '@nestjs/common';

interface Words {
  uk: string;
  en: string;
}

interface Common<V> {
  /** `incident.autoCloseWorkingDays`: the module, then what it is. */
  key: string;
  fallback: V;
  name: Words;
  hint: Words;
}

export interface IntegerSetting extends Common<number> {
  kind: 'integer';
  min: number;
  max: number;
}

export interface TextSetting extends Common<string> {
  kind: 'text';
  max: number;
}

export interface FlagSetting extends Common<boolean> {
  kind: 'flag';
}

export type ApplicationSetting = IntegerSetting | TextSetting | FlagSetting;

/** What administrators may set while the system runs. Modules enrol their own; what a process needs before it starts is an environment variable instead. */
@Injectable()
export class ApplicationSettingsRegistry {
  private readonly settings = new Map<string, ApplicationSetting>();

  register(...settings: readonly ApplicationSetting[]): void {
    for (const setting of settings) {
      if (this.settings.has(setting.key)) throw new Error(`the setting ${setting.key} is registered twice`);
      this.settings.set(setting.key, setting);
    }
  }

  get(key: string): ApplicationSetting | undefined {
    return this.settings.get(key);
  }

  all(): ApplicationSetting[] {
    return [...this.settings.values()].sort((a, b) => a.key.localeCompare(b.key));
  }
}
