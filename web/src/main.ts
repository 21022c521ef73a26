import { createApp } from 'vue'
import 'element-plus/es/components/message/style/css'
import 'element-plus/es/components/message-box/style/css'
import './style.css'
import App from './App.vue'
import { i18n } from './i18n'
import { restoreLanguage } from './state/language'

restoreLanguage()
createApp(App).use(i18n).mount('#app')
