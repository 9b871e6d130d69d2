/** The words of the pages: English as `whm-protocol 3` quotes it, and a German set to show that ids and classes alone can be relied on. */

export interface Words {
  readonly language: string;
  readonly home: string;
  readonly clusters: string;
  readonly dnsCluster: string;
  readonly goBack: string;
  readonly invalidUser: (name: string) => string;
  readonly askAdministrator: string;
  readonly managingAs: string;
  readonly change: string;
  readonly clusteringIs: (enabled: boolean) => string;
  readonly toggleClustering: (enabled: boolean) => string;
  readonly toggleUnique: (user: string) => string;
  readonly threshold: string;
  readonly thresholdDefault: string;
  readonly thresholdCustom: string;
  readonly thresholdNever: string;
  readonly notify: string;
  readonly addServer: string;
  readonly backendType: string;
  readonly configure: string;
  readonly noMembers: string;
  readonly members: string;
  readonly columns: readonly [string, string, string, string, string, string, string, string];
  readonly roles: Readonly<Record<'standalone' | 'sync' | 'write-only', string>>;
  readonly save: string;
  readonly edit: string;
  readonly remove: string;
  readonly inherited: string;
  readonly unknown: string;
  readonly statusTitles: Readonly<Record<'active' | 'warning' | 'error' | 'disabled', string>>;
  readonly disabledByFailures: string;
  readonly enable: string;
  readonly noCommunication: string;
  readonly needsUpdate: string;
  readonly needsAcl: string;
  readonly mayBeDown: string;
  readonly notMonitored: string;
  readonly restart: string;
  readonly monitor: string;
  readonly needsPowerDns: string;
  readonly upgrade: string;
  readonly needsReverseTrust: string;
  readonly path: string;
  readonly noSuchMember: (member: string, user: string) => string;
  readonly invalidCharacters: string;
  readonly invalidRole: string;
  readonly rootMustAdd: string;
  readonly failedToSave: (reason: string) => string;
  readonly newRole: (member: string, role: string) => string;
  readonly invalidModule: (name: string) => string;
  readonly remoteConfiguration: (module: string) => string;
  readonly remoteHost: string;
  readonly remoteUser: string;
  readonly remoteToken: string;
  readonly reverseTrust: string;
  readonly synchronizeNow: string;
  readonly debugMode: string;
  readonly submit: string;
}

const ENGLISH: Words = {
  language: 'en',
  home: 'Home',
  clusters: 'Clusters',
  dnsCluster: 'DNS Cluster',
  goBack: 'Return to Cluster Status',
  invalidUser: (name) => `${name} is not a valid username.`,
  askAdministrator: 'DNS clustering is not enabled on this system. Please contact your administrator to enable it.',
  managingAs: 'Managing DNS Cluster as:',
  change: 'Change',
  clusteringIs: (enabled) => `DNS clustering is ${enabled ? 'enabled' : 'disabled'}.`,
  toggleClustering: (enabled) => (enabled ? 'Disable DNS clustering' : 'Enable DNS clustering'),
  toggleUnique: (user) => `Enable unique DNS clustering for accounts owned by ${user}`,
  threshold: 'Failure threshold for cluster members',
  thresholdDefault: '10 (Default)',
  thresholdCustom: 'Number of failures',
  thresholdNever: 'Keep all cluster members online at all times',
  notify: 'Receive a notification when WHM disables an unresponsive cluster member',
  addServer: 'Add a new server to the cluster',
  backendType: 'Backend Type',
  configure: 'Configure',
  noMembers: 'There are currently no servers in your DNS cluster.',
  members: 'Servers in your DNS cluster',
  columns: ['Hostname', 'IP address', 'Username', 'Type', 'Status', 'Server Type', 'DNS role', 'Actions'],
  roles: { standalone: 'Standalone', sync: 'Synchronize', 'write-only': 'Write-only' },
  save: 'Save',
  edit: 'Edit',
  remove: 'Remove',
  inherited: 'This server is inherited.',
  unknown: 'unknown',
  statusTitles: {
    active: 'Server Active',
    warning: 'Server Warning',
    error: 'Server Error',
    disabled: 'Server Disabled',
  },
  disabledByFailures: 'Disabled due to connection failures.',
  enable: 'Enable',
  noCommunication: 'Could not communicate with remote API server.',
  needsUpdate: 'Requires cPanel update to support DNSSEC.',
  needsAcl: 'API key used has insufficient ACLs. The clustering ACL is required.',
  mayBeDown: 'DNS server may be down.',
  notMonitored: 'The DNS server’s status is unknown because the service isn’t monitored.',
  restart: 'Restart',
  monitor: 'Monitor',
  needsPowerDns: 'Requires PowerDNS to support DNSSEC.',
  upgrade: 'Upgrade',
  needsReverseTrust: 'Server needs reverse trust set up to auto-propagate DNS updates.',
  path: 'DNS path',
  noSuchMember: (member, user) => `No such cluster member '${member}' configured for user '${user}'.`,
  invalidCharacters: 'The server contains invalid characters.',
  invalidRole: 'The dnsrole is not valid.',
  rootMustAdd:
    'For security reasons, the root user must add this server into the cluster before it can be made to synchronize dns records. Please contact your administrator.',
  failedToSave: (reason) => `Failed to save changes: ${reason}`,
  newRole: (member, role) => `The new role for ${member} is ${role}.`,
  invalidModule: (name) => `Invalid Module requested: ${name}`,
  remoteConfiguration: (module) => `${module} DNS Remote Configuration`,
  remoteHost: 'Remote cPanel & WHM DNS host',
  remoteUser: 'Remote server username',
  remoteToken: 'Remote server API token',
  reverseTrust: 'Setup Reverse Trust Relationship',
  synchronizeNow: 'Synchronize Zones Immediately',
  debugMode: 'Debug mode',
  submit: 'Submit',
};

const GERMAN: Words = {
  language: 'de',
  home: 'Startseite',
  clusters: 'Cluster',
  dnsCluster: 'DNS-Cluster',
  goBack: 'Zurück zum Clusterstatus',
  invalidUser: (name) => `${name} ist kein gültiger Benutzername.`,
  askAdministrator:
    'DNS-Clustering ist auf diesem System nicht aktiviert. Wenden Sie sich zur Aktivierung an Ihren Administrator.',
  managingAs: 'DNS-Cluster verwalten als:',
  change: 'Ändern',
  clusteringIs: (enabled) => `DNS-Clustering ist ${enabled ? 'aktiviert' : 'deaktiviert'}.`,
  toggleClustering: (enabled) => (enabled ? 'DNS-Clustering deaktivieren' : 'DNS-Clustering aktivieren'),
  toggleUnique: (user) => `Eigenes DNS-Clustering für Konten von ${user} aktivieren`,
  threshold: 'Fehlerschwelle für Clustermitglieder',
  thresholdDefault: '10 (Standard)',
  thresholdCustom: 'Anzahl der Fehler',
  thresholdNever: 'Alle Clustermitglieder immer online halten',
  notify: 'Benachrichtigen, wenn WHM ein nicht antwortendes Clustermitglied deaktiviert',
  addServer: 'Neuen Server zum Cluster hinzufügen',
  backendType: 'Back-End-Typ',
  configure: 'Konfigurieren',
  noMembers: 'Zurzeit sind keine Server in Ihrem DNS-Cluster.',
  members: 'Server in Ihrem DNS-Cluster',
  columns: ['Hostname', 'IP-Adresse', 'Benutzername', 'Typ', 'Status', 'Servertyp', 'DNS-Rolle', 'Aktionen'],
  roles: { standalone: 'Eigenständig', sync: 'Synchronisieren', 'write-only': 'Nur schreiben' },
  save: 'Speichern',
  edit: 'Bearbeiten',
  remove: 'Entfernen',
  inherited: 'Dieser Server ist geerbt.',
  unknown: 'unbekannt',
  statusTitles: {
    active: 'Server aktiv',
    warning: 'Serverwarnung',
    error: 'Serverfehler',
    disabled: 'Server deaktiviert',
  },
  disabledByFailures: 'Wegen Verbindungsfehlern deaktiviert.',
  enable: 'Aktivieren',
  noCommunication: 'Keine Verbindung zum entfernten API-Server möglich.',
  needsUpdate: 'Für DNSSEC ist eine Aktualisierung von cPanel nötig.',
  needsAcl: 'Der API-Schlüssel hat zu wenige Rechte. Die ACL „clustering“ ist erforderlich.',
  mayBeDown: 'Der DNS-Server läuft möglicherweise nicht.',
  notMonitored: 'Der Status des DNS-Servers ist unbekannt, weil der Dienst nicht überwacht wird.',
  restart: 'Neu starten',
  monitor: 'Überwachen',
  needsPowerDns: 'Für DNSSEC ist PowerDNS nötig.',
  upgrade: 'Umstellen',
  needsReverseTrust: 'Für die automatische Weitergabe von DNS-Änderungen fehlt das umgekehrte Vertrauen.',
  path: 'DNS-Pfad',
  noSuchMember: (member, user) => `Kein Clustermitglied „${member}“ für den Benutzer „${user}“ konfiguriert.`,
  invalidCharacters: 'Der Server enthält ungültige Zeichen.',
  invalidRole: 'Die DNS-Rolle ist ungültig.',
  rootMustAdd:
    'Aus Sicherheitsgründen muss der Benutzer root diesen Server zum Cluster hinzufügen, bevor er DNS-Einträge synchronisieren kann.',
  failedToSave: (reason) => `Die Änderungen konnten nicht gespeichert werden: ${reason}`,
  newRole: (member, role) => `Die neue Rolle von ${member} ist ${role}.`,
  invalidModule: (name) => `Ungültiges Modul angefordert: ${name}`,
  remoteConfiguration: (module) => `${module}: entfernte DNS-Konfiguration`,
  remoteHost: 'Entfernter cPanel-&-WHM-DNS-Host',
  remoteUser: 'Benutzername auf dem entfernten Server',
  remoteToken: 'API-Token des entfernten Servers',
  reverseTrust: 'Umgekehrtes Vertrauen einrichten',
  synchronizeNow: 'Zonen sofort synchronisieren',
  debugMode: 'Debugmodus',
  submit: 'Absenden',
};

/** The words of a session's locale; English for a locale that has none here. */
export function wordsOf(locale: string): Words {
  return locale === 'de' || locale.startsWith('de_') || locale.startsWith('de-') ? GERMAN : ENGLISH;
}
